package dev.almanac.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that runs a command of the product, to be killed. */
final class TrialProcess {
  /** What it consists of; by jars alone, if its classes are to be archived. */
  private static final String CLASS_PATH =
      System.getProperty("almanac.trial.classpath", System.getProperty("java.class.path"));

  private static final int KILLED = 137;

  private final Process process;
  private final String mark;
  private final CountDownLatch marked = new CountDownLatch(1);
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  /**
   * Starts it.
   *
   * @param archive of classes, made by the first process
   * @param words the command and its options
   * @param mark a step that it tells when it begins to write
   */
  TrialProcess(Path archive, List<String> words, String mark) throws IOException {
    this.mark = mark;
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-D"))
            .toList());
    // a process lives for seconds: most of them go into classes, which an archive has ready
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(
        Files.exists(archive)
            ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
            : List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off"));
    command.addAll(List.of("-cp", CLASS_PATH, "dev.almanac.app.Main"));
    command.addAll(words);
    process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    Thread reader = new Thread(this::read, "steps of a process");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader steps =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = steps.readLine(); line != null; line = steps.readLine()) {
        said.add(line);
        if (line.contains(mark)) {
          marked.countDown();
        }
      }
    } catch (IOException e) {
      said.add(e.toString());
    } finally {
      marked.countDown();
    }
  }

  /** Waits until it says that it writes, or has ended. */
  void awaitMark() throws InterruptedException {
    require(marked.await(10, TimeUnit.MINUTES), "a process does not come to an end");
  }

  /** Waits until it has done its work. */
  void awaitSuccess() throws InterruptedException {
    require(process.waitFor(10, TimeUnit.MINUTES), "a process does not come to an end");
    require(process.exitValue() == 0, "a process failed:\n" + said());
  }

  /** Whether it ends within a time by itself. */
  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Whether it was killed, and not done before. */
  boolean kill() throws InterruptedException {
    process.destroyForcibly();
    require(process.waitFor(1, TimeUnit.MINUTES), "a process that cannot be killed");
    if (process.exitValue() == KILLED) {
      return true;
    }
    require(process.exitValue() == 0, "a process failed by itself:\n" + said());
    return false;
  }

  private String said() {
    return String.join("\n", said);
  }

  /** Ends a trial whose expectation does not hold. */
  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException(message);
    }
  }
}
