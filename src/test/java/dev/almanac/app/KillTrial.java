package dev.almanac.app;

import dev.almanac.core.ModelRef;
import dev.almanac.core.Progress;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelSummary;
import dev.almanac.registry.VerificationReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * Kills processes that train, with SIGKILL at moments drawn by a seed, and looks at the registry
 * after each: every version that can be seen is whole, nothing is between, and training again
 * works. Half of the moments fall anywhere in a training, half into the short time in which it
 * writes the registry. {@code scripts/try-kill} runs it.
 */
public final class KillTrial {
  private static final String JOB = "jobs/weather.conf";

  /** What a process that trains consists of; by jars alone, if its classes are to be archived. */
  private static final String CLASS_PATH =
      System.getProperty("almanac.trial.classpath", System.getProperty("java.class.path"));

  private static final String WRITES = "publish to the registry";

  /** A model that is fitted quickly: it is the registry that is tried. */
  private static final List<String> QUICK =
      List.of(
          "-D", "train.algorithm.params.num-trees=3",
          "-D", "train.algorithm.params.max-depth=3",
          "-D", "train.gate.accuracy.min=0.1",
          "-D", "train.parity.rows=50");

  private final Cli cli;
  private final Path registryRoot;
  private final Path archive;
  private final Random random;
  private final PrintStream out;
  private long wholeMillis;
  private long writeMillis;
  private int killed;
  private int finished;
  private int killedWhileWriting;

  private KillTrial(Path site, long seed, PrintStream out) {
    this.cli = new Cli(site);
    this.registryRoot = cli.registry();
    this.archive = site.resolve("classes.jsa");
    this.random = new Random(seed);
    this.out = out;
  }

  /** Arguments: the seed, how many are killed, an empty folder to work in. */
  public static void main(String[] args) throws Exception {
    long seed = Long.parseLong(args[0]);
    int kills = Integer.parseInt(args[1]);
    new KillTrial(Path.of(args[2]), seed, System.out).run(kills);
  }

  private void run(int kills) throws IOException, InterruptedException {
    measure();
    while (killed < kills) {
      int before = versions();
      String moment = killed % 3 == 0 ? killWhileWriting() : killAnywhere();
      int after = versions();
      check(after == before || after == before + 1, before + " versions became " + after);
      verify("after the kill");
      trainAgain(after);
      out.printf(
          Locale.ROOT, "%3d  %-44s %d → %d versions, whole%n", killed, moment, before, after);
    }
    clean();
    out.printf(
        Locale.ROOT,
        "%d trainings killed (%d of them while they wrote the registry; %d more were done before the signal came), each followed by one that worked; %d versions, numbered without a gap, all whole; nothing left behind%n",
        killed,
        killedWhileWriting,
        finished,
        versions());
  }

  /** Lets two trainings finish: one archives its classes, one is like all that follow. */
  private void measure() throws IOException, InterruptedException {
    check(new Child().process.waitFor(10, TimeUnit.MINUTES), "training does not come to an end");
    long begin = System.nanoTime();
    Child child = new Child();
    check(child.writes.await(10, TimeUnit.MINUTES), "training does not come to an end");
    long writes = System.nanoTime();
    check(child.process.waitFor(10, TimeUnit.MINUTES), "training does not come to an end");
    check(child.process.exitValue() == 0, "training failed:\n" + child.said());
    wholeMillis = (System.nanoTime() - begin) / 1_000_000;
    writeMillis = (System.nanoTime() - writes) / 1_000_000;
    out.printf(
        Locale.ROOT,
        "a training takes %.1f s, the last %.1f s of it after '%s'%n",
        wholeMillis / 1e3,
        writeMillis / 1e3,
        WRITES);
  }

  private String killAnywhere() throws IOException, InterruptedException {
    long delay = (long) (random.nextDouble() * wholeMillis);
    long begin = System.nanoTime();
    Child child = new Child();
    if (child.process.waitFor(delay, TimeUnit.MILLISECONDS)) {
      // the machine has become faster: draw from what a training takes now
      wholeMillis = (System.nanoTime() - begin) / 1_000_000;
    }
    return "after %,d ms%s".formatted(delay, child.kill());
  }

  private String killWhileWriting() throws IOException, InterruptedException {
    long delay = (long) (random.nextDouble() * writeMillis);
    Child child = new Child();
    check(child.writes.await(10, TimeUnit.MINUTES), "training does not come to an end");
    long begin = System.nanoTime();
    if (child.process.waitFor(delay, TimeUnit.MILLISECONDS)) {
      writeMillis = (System.nanoTime() - begin) / 1_000_000;
    }
    String how = child.kill();
    killedWhileWriting += how.isEmpty() ? 1 : 0;
    return "%,d ms into writing%s".formatted(delay, how);
  }

  private void trainAgain(int before) {
    List<String> words = new ArrayList<>(List.of("train", JOB, "--json", "--quiet"));
    words.addAll(QUICK);
    Cli.Result result = cli.run(words.toArray(String[]::new));
    check(result.exitCode() == 0, "training again failed: " + result.err() + result.out());
    check(versions() == before + 1, "training again made no version");
    int number = result.json().path("version").asInt();
    check(number == before + 1, "after " + before + " versions came number " + number);
    verify("after training again");
    int champion = registry().resolve(ModelRef.parse("weather")).version().number();
    check(champion == number, "the champion is " + champion + ", not " + number);
  }

  private void clean() throws IOException {
    Cli.Result result = cli.run("registry", "clean", "--older-than", "0s", "--yes", "--json");
    check(result.exitCode() == 0, "clean failed: " + result.err() + result.out());
    out.printf(Locale.ROOT, "clean removed %d%n", result.json().path("removed").size());
    try (var folders = Files.list(registryRoot.resolve("weather/versions"))) {
      check(folders.count() == versions(), "clean left a folder that no version has");
    }
    try (var files = Files.walk(registryRoot)) {
      check(
          files.noneMatch(file -> file.getFileName().toString().startsWith(".almanac-")),
          "clean left a scratch file");
    }
    verify("after clean");
  }

  private void verify(String when) {
    VerificationReport report = registry().verifier().all(Progress.SILENT);
    check(report.isClean(), when + ": " + report.findings());
  }

  private int versions() {
    List<ModelSummary> models = registry().models();
    check(models.size() == 1, "there are " + models.size() + " models");
    ModelSummary model = models.get(0);
    check(model.latest().orElse(0) == model.versions(), "the numbers have a gap: " + model);
    return model.versions();
  }

  private ModelRegistry registry() {
    return new ModelRegistry(
        FileStores.open(registryRoot.toString(), WriterPolicy.MANY, Configuration::new),
        Clock.systemUTC(),
        "killer");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException(message);
    }
  }

  /** A process that trains. */
  private final class Child {
    private final Process process;
    private final CountDownLatch writes = new CountDownLatch(1);
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    Child() throws IOException {
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
              ? List.of(
                  "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
              : List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off"));
      command.addAll(List.of("-cp", CLASS_PATH));
      command.addAll(List.of("dev.almanac.app.Main", "train", JOB));
      command.addAll(QUICK);
      command.addAll(cli.siteOptions());
      process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      Thread reader = new Thread(this::read, "steps of a training");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader steps =
          new BufferedReader(
              new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
        for (String line = steps.readLine(); line != null; line = steps.readLine()) {
          said.add(line);
          if (line.contains(WRITES)) {
            writes.countDown();
          }
        }
      } catch (IOException e) {
        said.add(e.toString());
      } finally {
        writes.countDown();
      }
    }

    /** What is to be added if the process was done before. */
    String kill() throws InterruptedException {
      process.destroyForcibly();
      check(process.waitFor(1, TimeUnit.MINUTES), "a process that cannot be killed");
      if (process.exitValue() == 137) {
        killed++;
        return "";
      }
      check(process.exitValue() == 0, "training failed by itself:\n" + said());
      finished++;
      return ", done before";
    }

    String said() {
      return String.join("\n", said);
    }
  }
}
