package dev.almanac.app;

import static dev.almanac.app.TrialProcess.require;

import dev.almanac.core.ModelRef;
import dev.almanac.core.Progress;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelSummary;
import dev.almanac.registry.VerificationReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * Kills processes that train, with SIGKILL at moments drawn by a seed, and looks at the registry
 * after each: every version that can be seen is whole, nothing is between, and training again
 * works. Half of the moments fall anywhere in a training, half into the short time in which it
 * writes the registry. {@code scripts/try-kill} runs it.
 */
public final class KillTrial {
  private static final String JOB = "jobs/weather.conf";

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
  private final KillMoments moments;
  private final PrintStream out;
  private int killedWhileWriting;

  private KillTrial(Path site, long seed, PrintStream out) {
    this.cli = new Cli(site);
    this.registryRoot = cli.registry();
    this.archive = site.resolve("classes.jsa");
    this.moments = new KillMoments(this::child, seed);
    this.out = out;
  }

  /** Arguments: the seed, how many are killed, an empty folder to work in. */
  public static void main(String[] args) throws Exception {
    long seed = Long.parseLong(args[0]);
    int kills = Integer.parseInt(args[1]);
    Path site = Files.createDirectories(Path.of(args[2]));
    new KillTrial(site, seed, System.out).run(kills);
  }

  private void run(int kills) throws IOException, InterruptedException {
    measure();
    while (moments.killed() < kills) {
      int before = versions();
      String moment = moments.killed() % 3 == 0 ? killWhileWriting() : moments.anywhere();
      int after = versions();
      require(after == before || after == before + 1, before + " versions became " + after);
      verify("after the kill");
      trainAgain(after);
      out.printf(
          Locale.ROOT,
          "%3d  %-44s %d → %d versions, whole%n",
          moments.killed(),
          moment,
          before,
          after);
    }
    clean();
    out.printf(
        Locale.ROOT,
        "%d trainings killed (%d of them while they wrote the registry; %d more were done before the signal came), each followed by one that worked; %d versions, numbered without a gap, all whole; nothing left behind%n",
        moments.killed(),
        killedWhileWriting,
        moments.finished(),
        versions());
  }

  /** Lets two trainings finish: one archives its classes, one is like all that follow. */
  private void measure() throws IOException, InterruptedException {
    child().awaitSuccess();
    moments.measure();
    out.printf(
        Locale.ROOT,
        "a training takes %.1f s, the last %.1f s of it after '%s'%n",
        moments.wholeSeconds(),
        moments.behindMarkSeconds(),
        WRITES);
  }

  private String killWhileWriting() throws IOException, InterruptedException {
    int before = moments.killed();
    String moment = moments.behindMark("writing");
    killedWhileWriting += moments.killed() - before;
    return moment;
  }

  private void trainAgain(int before) {
    List<String> words = new ArrayList<>(List.of("train", JOB, "--json", "--quiet"));
    words.addAll(QUICK);
    Cli.Result result = cli.run(words.toArray(String[]::new));
    require(result.exitCode() == 0, "training again failed: " + result.err() + result.out());
    require(versions() == before + 1, "training again made no version");
    int number = result.json().path("version").asInt();
    require(number == before + 1, "after " + before + " versions came number " + number);
    verify("after training again");
    int champion = registry().resolve(ModelRef.parse("weather")).version().number();
    require(champion == number, "the champion is " + champion + ", not " + number);
  }

  private void clean() throws IOException {
    Cli.Result result = cli.run("registry", "clean", "--older-than", "0s", "--yes", "--json");
    require(result.exitCode() == 0, "clean failed: " + result.err() + result.out());
    out.printf(Locale.ROOT, "clean removed %d%n", result.json().path("removed").size());
    try (var folders = Files.list(registryRoot.resolve("weather/versions"))) {
      require(folders.count() == versions(), "clean left a folder that no version has");
    }
    try (var files = Files.walk(registryRoot)) {
      require(
          files.noneMatch(file -> file.getFileName().toString().startsWith(".almanac-")),
          "clean left a scratch file");
    }
    verify("after clean");
  }

  private void verify(String when) {
    VerificationReport report = registry().verifier().all(Progress.SILENT);
    require(report.isClean(), when + ": " + report.findings());
  }

  private int versions() {
    List<ModelSummary> models = registry().models();
    require(models.size() == 1, "there are " + models.size() + " models");
    ModelSummary model = models.get(0);
    require(model.latest().orElse(0) == model.versions(), "the numbers have a gap: " + model);
    return model.versions();
  }

  private ModelRegistry registry() {
    return new ModelRegistry(
        FileStores.open(registryRoot.toString(), WriterPolicy.MANY, Configuration::new),
        Clock.systemUTC(),
        "killer");
  }

  private TrialProcess child() throws IOException {
    List<String> words = new ArrayList<>(List.of("train", JOB));
    words.addAll(QUICK);
    words.addAll(cli.siteOptions());
    return new TrialProcess(archive, words, WRITES);
  }
}
