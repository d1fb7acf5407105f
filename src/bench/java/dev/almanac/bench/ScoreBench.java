package dev.almanac.bench;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.Digests;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Progress;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.ModelColumns;
import dev.almanac.data.ModelInput;
import dev.almanac.data.SparkSessions;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Measures the engines against the floor, Delta to Delta. */
public final class ScoreBench {
  private final BenchOptions options;
  private final SparkSession spark;
  private final PrintWriter out;

  private ScoreBench(BenchOptions options, SparkSession spark, PrintWriter out) {
    this.options = options;
    this.spark = spark;
    this.out = out;
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) {
    BenchOptions options = BenchOptions.parse(args);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PlatformSpec platform =
        new PlatformSpec(
            options.folder().toString(), "", false, "", "", options.master(), Map.of(), "");
    SparkSession spark = SparkSessions.open(platform, "almanac bench");
    try {
      new ScoreBench(options, spark, out).run();
    } finally {
      spark.stop();
    }
  }

  private void run() {
    Path all = BenchData.table(spark, options.folder(), options.rows(), out);
    Path few = BenchData.table(spark, options.folder(), options.fewRows(), out);
    ScoreReport report =
        new ScoreReport(options.rows(), options.command(), Machine.facts(options.master()));
    for (Algorithm algorithm : options.algorithms()) {
      measure(algorithm, all, few, report);
    }
    out.println();
    out.print(report.text());
    report.write(options.report());
    out.println();
    out.println("written to " + options.report());
  }

  private void measure(Algorithm algorithm, Path all, Path few, ScoreReport report) {
    AlgorithmSpec spec = new AlgorithmSpec(algorithm, options.params(algorithm));
    out.printf(Locale.ROOT, "training %s on %,d rows%n", algorithm.word(), options.trainRows());
    long started = System.nanoTime();
    // Other rows than those scored: the key goes on where the table ends.
    Dataset<Row> rows = BenchData.rows(spark, options.rows(), options.trainRows());
    try (TrainedModel model =
        new Trainer().train(rows, BenchTraining.spec(spec), Progress.SILENT)) {
      out.printf(Locale.ROOT, "  %.1f s%n", secondsSince(started));
      byte[] pmml = BenchTraining.pmml(model);
      report.add(
          algorithm.word() + " " + spec.params(), takeTurns(contestants(model, pmml, all, few)));
    }
  }

  private List<Contestant> contestants(TrainedModel model, byte[] pmml, Path all, Path few) {
    ScoringEngine compiled = new CompiledEngine(pmml);
    ScoringEngine jpmml = new JpmmlEngine(pmml, Digests.sha256(pmml));
    int runs = options.runs();
    int slow = options.slowRuns();
    long rows = options.rows();
    return List.of(
        new Contestant(ScoreReport.FLOOR_KEY, rows, runs, () -> keyAndSum(all)),
        new Contestant(
            ScoreReport.COMPILED_KEY, rows, runs, () -> keyAndForecast(all, compiled, model)),
        new Contestant(
            ScoreReport.COMPILED_ROWS, rows, slow, () -> filteredAndForecast(all, compiled, model)),
        new Contestant(
            ScoreReport.PARTITIONS,
            rows,
            slow,
            () -> PartitionHook.keyAndForecast(read(all), pmml, model.signature())),
        new Contestant(ScoreReport.FLOOR_FULL, rows, runs, () -> allAndSum(all)),
        new Contestant(
            ScoreReport.COMPILED_FULL, rows, runs, () -> allAndForecast(all, compiled, model)),
        new Contestant(ScoreReport.TRANSFORM, rows, slow, () -> transformed(all, model)),
        new Contestant(ScoreReport.FEW_FLOOR, options.fewRows(), slow, () -> keyAndSum(few)),
        new Contestant(
            ScoreReport.JPMML, options.fewRows(), slow, () -> keyAndForecast(few, jpmml, model)));
  }

  private Map<String, Measurement> takeTurns(List<Contestant> contestants) {
    Map<String, Measurement> measured = new LinkedHashMap<>();
    contestants.forEach(
        each -> measured.put(each.name(), new Measurement(each.name(), each.rows(), List.of())));
    int rounds = contestants.stream().mapToInt(Contestant::runs).max().orElseThrow();
    for (int round = 0; round <= rounds; round++) {
      for (Contestant contestant : contestants) {
        if (contestant.runs() == 0 || round > contestant.runs()) {
          continue;
        }
        BenchData.forget(options.folder().resolve("out"));
        long started = System.nanoTime();
        write(contestant);
        double seconds = secondsSince(started);
        out.printf(
            Locale.ROOT,
            "  %s %-32s %,9d rows %6.2f s%n",
            round == 0 ? "warm-up" : "run " + round + "  ",
            contestant.name(),
            contestant.rows(),
            seconds);
        if (round == 0) {
          requireComplete(contestant);
        } else {
          measured.computeIfPresent(contestant.name(), (name, before) -> before.with(seconds));
        }
      }
    }
    return measured;
  }

  private void write(Contestant contestant) {
    String target = options.folder().resolve("out").toString();
    contestant
        .result()
        .get()
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(target);
  }

  /** A contestant that drops or rejects rows would be fast for nothing. */
  private void requireComplete(Contestant contestant) {
    Dataset<Row> written = read(options.folder().resolve("out"));
    String value = written.columns()[written.columns().length - 1];
    long rows = written.filter(col(value).isNotNull()).count();
    if (rows != contestant.rows()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s wrote %,d values of %s for %,d rows",
              contestant.name(),
              rows,
              value,
              contestant.rows()));
    }
  }

  private Dataset<Row> keyAndSum(Path table) {
    return read(table).select(col(BenchData.KEY), expr(BenchData.sumOfColumns()).as("sum"));
  }

  private Dataset<Row> allAndSum(Path table) {
    return read(table).withColumn("sum", expr(BenchData.sumOfColumns()));
  }

  private Dataset<Row> keyAndForecast(Path table, ScoringEngine engine, TrainedModel model) {
    return engine
        .score(read(table), model.signature(), DecisionSpec.MIDDLE)
        .select(BenchData.KEY, ForecastColumns.PROBABILITY);
  }

  /** A filter that lets every row through makes Spark hand rows on one by one. */
  private Dataset<Row> filteredAndForecast(Path table, ScoringEngine engine, TrainedModel model) {
    return engine
        .score(
            read(table).where(col(BenchData.KEY).plus(lit(0)).geq(lit(0))),
            model.signature(),
            DecisionSpec.MIDDLE)
        .select(BenchData.KEY, ForecastColumns.PROBABILITY);
  }

  private Dataset<Row> allAndForecast(Path table, ScoringEngine engine, TrainedModel model) {
    Dataset<Row> rows = read(table);
    return engine
        .score(rows, model.signature(), DecisionSpec.MIDDLE)
        .select(
            Stream.concat(Arrays.stream(rows.columns()), Stream.of(ForecastColumns.PROBABILITY))
                .map(column -> col(column))
                .toArray(Column[]::new));
  }

  /** Spark alone: no row is checked, and the probability is all that is taken. */
  private Dataset<Row> transformed(Path table, TrainedModel model) {
    Dataset<Row> inputs =
        ModelInput.select(
            read(table),
            model.signature().inputs().stream().map(ModelInput.Column::of).toList(),
            List.of(BenchData.KEY));
    Column probabilities = vector_to_array(col(ModelColumns.PROBABILITY), "float64");
    return model
        .pipeline()
        .transform(inputs)
        .select(
            col(ModelColumns.kept(BenchData.KEY)).as(BenchData.KEY),
            element_at(probabilities, lit(model.signature().positiveIndex() + 1))
                .as(ForecastColumns.PROBABILITY));
  }

  private Dataset<Row> read(Path table) {
    return spark.read().format("delta").load(table.toString());
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
