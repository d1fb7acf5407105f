package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** A JVM of its own that gets ready, waits for the word and publishes as fast as it can. */
final class RacingProcess {
  private static final String READY = "ready";
  private static final String PUBLISHED = "published ";
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final BufferedReader output;
  private final Path log;

  private RacingProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static RacingProcess start(
      Path log,
      String root,
      int first,
      int count,
      Map<String, String> settings,
      Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(RacingProcess.class.getName());
    command.addAll(List.of(root, Integer.toString(first), Integer.toString(count)));
    settings.forEach((name, value) -> command.add(name + "=" + value));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    return new RacingProcess(builder.start(), log);
  }

  void awaitReady() throws IOException {
    assertThat(nextLine(READY)).isEqualTo(READY);
  }

  void go() throws IOException {
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    }
  }

  /** The numbers of what it published, in its order. */
  List<Integer> awaitNumbers() throws IOException, InterruptedException {
    List<Integer> numbers = new ArrayList<>();
    for (String line = nextLine(PUBLISHED); !line.isEmpty(); line = nextLine(PUBLISHED)) {
      numbers.add(Integer.valueOf(line.substring(PUBLISHED.length())));
    }
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return numbers;
  }

  void end() {
    process.destroyForcibly();
  }

  /** The next line of its own among those of libraries; nothing at the end. */
  private String nextLine(String beginning) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    return "";
  }

  /** Arguments: the location, the first run, how many, then settings of Hadoop's. */
  public static void main(String[] args) throws IOException {
    int first = Integer.parseInt(args[1]);
    int count = Integer.parseInt(args[2]);
    ModelRegistry registry =
        Samples.registry(FileStores.open(args[0], WriterPolicy.MANY, () -> settings(args)));
    System.out.println(READY);
    if (System.in.read() < 0) {
      return;
    }
    for (int number = first; number < first + count; number++) {
      RegisteredVersion published = Samples.publish(registry, Samples.run(number));
      System.out.println(PUBLISHED + published.version().number());
    }
  }

  private static Configuration settings(String[] args) {
    Configuration settings = new Configuration();
    for (int i = 3; i < args.length; i++) {
      String[] setting = args[i].split("=", 2);
      settings.set(setting[0], setting[1]);
    }
    return settings;
  }
}
