package dev.almanac.bench;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Progress;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkSessions;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a row costs in a small and in a large table, and what memory that takes. */
public final class ScaleBench {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "rows", "1000000,50000000",
          "train-rows", "50000",
          "runs", "3",
          "algorithm", "gbt",
          "master", "local[2]",
          "folder", "var/bench",
          "report", "src/site/markdown/benchmarks/scale.md");

  private final BenchArguments options;
  private final SparkSession spark;
  private final PrintWriter out;
  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  private ScaleBench(BenchArguments options, SparkSession spark, PrintWriter out) {
    this.options = options;
    this.spark = spark;
    this.out = out;
    this.folder = Path.of(options.word("folder")).toAbsolutePath();
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) throws IOException {
    BenchArguments options = BenchArguments.parse(DEFAULTS, args);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PlatformSpec platform =
        new PlatformSpec(
            options.word("folder"), "", false, "", "", options.word("master"), Map.of(), "");
    SparkSession spark = SparkSessions.open(platform, "almanac bench");
    try {
      new ScaleBench(options, spark, out).run();
    } finally {
      spark.stop();
    }
  }

  private void run() throws IOException {
    List<Long> sizes = options.words("rows").stream().map(Long::valueOf).toList();
    List<Path> tables =
        sizes.stream().map(rows -> BenchData.table(spark, folder, rows, out)).toList();
    BenchOptions usual =
        BenchOptions.parse("--algorithms=" + options.word("algorithm"), "--folder=" + folder);
    Algorithm algorithm = usual.algorithms().get(0);
    AlgorithmSpec spec = new AlgorithmSpec(algorithm, usual.params(algorithm));
    head(spec);
    long trainRows = Long.parseLong(options.word("train-rows"));
    Dataset<Row> rows = BenchData.rows(spark, usual.rows(), trainRows);
    try (TrainedModel model =
        new Trainer().train(rows, BenchTraining.spec(spec), Progress.SILENT)) {
      ScoringEngine engine = new CompiledEngine(BenchTraining.pmml(model));
      score(tables.get(0), engine, model);
      for (int i = 0; i < tables.size(); i++) {
        measure(sizes.get(i), tables.get(i), engine, model);
      }
    }
    Path report = Path.of(options.word("report"));
    Files.writeString(report, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    out.println("written to " + report);
  }

  private void head(AlgorithmSpec spec) {
    lines.add("# Scoring: small and large tables");
    lines.add("");
    lines.add(
        "Tables of 12 numbers and 4 categories, Delta to Delta, key and forecast, by the compiled"
            + " engine and "
            + spec.algorithm().word()
            + " "
            + spec.params()
            + ". *Heap* is what is in use after collections of garbage, the most of any, in the"
            + " first and in the second half of the runs; *resident* is the largest resident set"
            + " of the process until then.");
    lines.add("");
    lines.add("Made by `scripts/bench scale" + options.given() + "`. Read the ratios.");
    lines.add("");
    Machine.facts(options.word("master")).forEach(fact -> lines.add("- " + fact));
    lines.add("");
    say("| rows | best run, s | ns a row | heap, MiB | resident, MiB | all runs, s |");
    say("|---|---|---|---|---|---|");
  }

  private void measure(long rows, Path table, ScoringEngine engine, TrainedModel model)
      throws IOException {
    List<Double> seconds = new ArrayList<>();
    int runs = options.number("runs");
    List<Long> heap = new ArrayList<>();
    try (HeapWatch watch = new HeapWatch()) {
      for (int run = 0; run < runs; run++) {
        BenchData.forget(folder.resolve("out"));
        long started = System.nanoTime();
        score(table, engine, model);
        seconds.add((System.nanoTime() - started) / 1e9);
      }
      heap.addAll(watch.halves());
    }
    double best = seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    say(
        String.format(
            Locale.ROOT,
            "| %,d | %.2f | %.0f | %d, %d | %s | %s |",
            rows,
            best,
            best * 1e9 / rows,
            heap.get(0) >> 20,
            heap.get(1) >> 20,
            Machine.resident(ProcessHandle.current().pid()),
            new Measurement("", rows, seconds).runs()));
  }

  private void score(Path table, ScoringEngine engine, TrainedModel model) {
    engine
        .score(
            spark.read().format("delta").load(table.toString()),
            model.signature(),
            DecisionSpec.MIDDLE)
        .select(BenchData.KEY, ForecastColumns.PROBABILITY)
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(folder.resolve("out").toString());
  }

  private void say(String line) {
    out.println(line);
    lines.add(line);
  }
}
