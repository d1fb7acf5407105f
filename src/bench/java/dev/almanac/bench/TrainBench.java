package dev.almanac.bench;

import dev.almanac.core.Metric;
import dev.almanac.core.RunId;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkSessions;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.job.RunContext;
import dev.almanac.job.TrainJob;
import dev.almanac.job.TrainResult;
import dev.almanac.registry.ModelRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;

/** Times whole trainings, step by step: GBT of MLlib, XGBoost, logistic regression. */
public final class TrainBench {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "rows", "1000000",
          "warm-up-rows", "20000",
          "trees", "100",
          "depth", "6",
          "algorithms", "xgboost,logistic-regression,gbt",
          "flights", "data-samples/flights",
          "master", "local[2]",
          "folder", "var/bench",
          "report", "src/site/markdown/benchmarks/train.md");

  /** What a training took and gave. */
  private record Trained(String algorithm, List<StepTimes.Step> steps, double auc, long rows) {
    double fit() {
      return steps.stream()
          .filter(StepTimes.Step::isFit)
          .mapToDouble(StepTimes.Step::seconds)
          .sum();
    }

    double around() {
      return steps.stream().mapToDouble(StepTimes.Step::seconds).sum() - fit();
    }
  }

  private final BenchArguments options;
  private final SparkSession spark;
  private final PrintWriter out;
  private final Path folder;
  private final Random random = new Random(1);

  private TrainBench(BenchArguments options, SparkSession spark, PrintWriter out, Path folder) {
    this.options = options;
    this.spark = spark;
    this.out = out;
    this.folder = folder;
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) throws IOException {
    BenchArguments options = BenchArguments.parse(DEFAULTS, args);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(options.word("folder")).toAbsolutePath();
    PlatformSpec platform =
        new PlatformSpec(
            folder.toString(), "", false, "", "", options.word("master"), Map.of(), "");
    SparkSession spark = SparkSessions.open(platform, "almanac bench train");
    try {
      new TrainBench(options, spark, out, folder).run();
    } finally {
      spark.stop();
    }
  }

  private void run() throws IOException {
    for (String algorithm : options.words("algorithms")) {
      out.printf("warming up %s%n", algorithm);
      train(algorithm, Long.parseLong(options.word("warm-up-rows")), 5);
    }
    List<Trained> results = new ArrayList<>();
    for (String algorithm : options.words("algorithms")) {
      out.printf("training %s%n", algorithm);
      Trained trained =
          train(algorithm, Long.parseLong(options.word("rows")), options.number("trees"));
      trained
          .steps()
          .forEach(step -> out.printf(Locale.ROOT, "  %8.1f s %s%n", step.seconds(), step.name()));
      out.printf(Locale.ROOT, "  AUC %.4f%n", trained.auc());
      results.add(trained);
    }
    String report = report(results);
    out.println();
    out.print(report);
    Path file = Path.of(options.word("report")).toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.writeString(file, report, StandardCharsets.UTF_8);
  }

  private Trained train(String algorithm, long rows, int trees) throws IOException {
    Path table = FlightData.table(spark, Path.of(options.word("flights")), rows, folder);
    JobSpec job = FlightJob.load(folder, algorithm, table, trees, options.number("depth"));
    ModelRegistry registry =
        new ModelRegistry(
            FileStores.open(
                folder.resolve("train-registry").toString(),
                WriterPolicy.MANY,
                () -> spark.sparkContext().hadoopConfiguration()),
            Clock.systemUTC(),
            "bench");
    Clock clock = Clock.systemUTC();
    StepTimes times = new StepTimes();
    TrainResult result =
        new TrainJob(spark, registry, path -> path)
            .run(
                job,
                new RunContext(
                    RunId.fresh(clock.instant(), random),
                    LocalDate.of(2001, 7, 2), // some of the noise is past midnight
                    clock,
                    "bench",
                    Map.of(),
                    "",
                    times));
    return new Trained(
        algorithm,
        times.end(),
        result.evaluation().metric(Metric.AUC).orElse(Double.NaN),
        result.trainRows() + result.evaluation().rows());
  }

  private String report(List<Trained> results) {
    List<String> lines = new ArrayList<>();
    lines.add("# Training: the fit and all around it");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Whole trainings of %,d flights (`%s`, see `FlightData`), judged by the newest fifth,"
                + " as `almanac train` does them. Trees: %s of depth %s, learning rate 0.1, other"
                + " parameters as the library has them. One run each after a warm-up.",
            results.get(0).rows(),
            options.word("flights"),
            options.word("trees"),
            options.word("depth")));
    lines.add("");
    lines.add("Made by `scripts/bench train" + options.given() + "`. Read the ratios.");
    lines.add("");
    Machine.facts(options.word("master")).forEach(fact -> lines.add("- " + fact));
    lines.add("");
    lines.add("| algorithm | fit, s | AUC | all around the fit, s | as a share of the fit |");
    lines.add("|---|---|---|---|---|");
    for (Trained trained : results) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.4f | %.1f | %.1f %% |",
              trained.algorithm(),
              trained.fit(),
              trained.auc(),
              trained.around(),
              100 * trained.around() / trained.fit()));
    }
    ratio(results, lines);
    for (Trained trained : results) {
      lines.add("");
      lines.add("## " + trained.algorithm());
      lines.add("");
      lines.add("| step | seconds |");
      lines.add("|---|---|");
      trained
          .steps()
          .forEach(
              step ->
                  lines.add(
                      String.format(Locale.ROOT, "| %s | %.2f |", step.name(), step.seconds())));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void ratio(List<Trained> results, List<String> lines) {
    for (Trained gbt : results) {
      for (Trained xgboost : results) {
        if (gbt.algorithm().equals("gbt") && xgboost.algorithm().equals("xgboost")) {
          lines.add("");
          lines.add(
              String.format(
                  Locale.ROOT,
                  "XGBoost fits %.1f times as fast as GBT, and its AUC is %+.4f.",
                  gbt.fit() / xgboost.fit(),
                  xgboost.auc() - gbt.auc()));
        }
      }
    }
  }
}
