package dev.almanac.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one benchmark run as Markdown, which is also what the terminal shows. */
final class ScoreReport {
  static final String FLOOR_KEY = "floor, key + sum";
  static final String COMPILED_KEY = "compiled, key + forecast";
  static final String COMPILED_ROWS = "compiled, rows one by one";
  static final String PARTITIONS = "compiled, by mapPartitions";
  static final String FLOOR_FULL = "floor, all columns + sum";
  static final String COMPILED_FULL = "compiled, all columns + forecast";
  static final String TRANSFORM = "Spark transform, key + forecast";
  static final String FEW_FLOOR = "floor of few rows";
  static final String JPMML = "JPMML engine, key + forecast";

  private final long rows;
  private final List<String> head = new ArrayList<>();
  private final List<String> summary = new ArrayList<>();
  private final List<String> tables = new ArrayList<>();

  ScoreReport(long rows, String command, List<String> facts) {
    this.rows = rows;
    head.add("# Scoring: how far from the floor");
    head.add("");
    head.add(
        String.format(
            Locale.ROOT,
            "%,d made-up rows of 12 numbers and 4 categories, Delta to Delta. The *floor* reads the same"
                + " columns and writes the key (or all columns) and a sum of the inputs where an engine"
                + " writes the probability. *Overhead* is what an engine takes beyond its floor. Spark's"
                + " `transform` is the bare pipeline, without Almanac's checks of rows; the engines check"
                + " every row. *Rows one by one*: the same engine behind a"
                + " filter that lets every row through, so that Spark hands it no columns. *By mapPartitions*:"
                + " the compiled model behind `Dataset.mapPartitions`, without checks. All in one JVM, warm, contestants taking turns; the best run counts.",
            rows));
    head.add("");
    head.add("Made by `" + command + "`. Read the ratios; seconds are of the machine named here.");
    head.add("");
    facts.forEach(fact -> head.add("- " + fact));
    summary.add("");
    summary.add(
        "| model | full rewrite / floor | key + forecast / floor | overhead against Spark's transform | against JPMML's |");
    summary.add("|---|---|---|---|---|");
  }

  /** One model's figures, by contestant. */
  void add(String model, Map<String, Measurement> measured) {
    Measurement floor = of(measured, FLOOR_KEY);
    Measurement full = of(measured, FLOOR_FULL);
    Measurement few = of(measured, FEW_FLOOR);
    double own = of(measured, COMPILED_KEY).overheadPerMillion(floor);
    double transform = of(measured, TRANSFORM).overheadPerMillion(floor);
    double jpmml = of(measured, JPMML).overheadPerMillion(few);
    summary.add(
        String.format(
            Locale.ROOT,
            "| %s | %.3f | %.3f | %s | %s |",
            model,
            of(measured, COMPILED_FULL).best() / full.best(),
            of(measured, COMPILED_KEY).best() / floor.best(),
            share(own, transform),
            share(own, jpmml)));
    tables.add("");
    tables.add("## " + model);
    tables.add("");
    tables.add(
        "| contestant | rows | seconds | against its floor | overhead, s a million rows | runs |");
    tables.add("|---|---|---|---|---|---|");
    row(floor, floor);
    row(of(measured, COMPILED_KEY), floor);
    row(of(measured, COMPILED_ROWS), floor);
    row(of(measured, PARTITIONS), floor);
    row(of(measured, TRANSFORM), floor);
    row(full, full);
    row(of(measured, COMPILED_FULL), full);
    row(few, few);
    row(of(measured, JPMML), few);
    tables.add("");
    tables.add(
        String.format(
            Locale.ROOT,
            "By its overhead a row the JPMML engine would take %.1f s for %,d rows.",
            floor.best() + jpmml * rows / 1e6,
            rows));
  }

  /** One overhead as a part of another. */
  private static String share(double own, double other) {
    if (own <= 0) {
      return "none: below the floor";
    }
    return other <= 0 ? "?" : String.format(Locale.ROOT, "1/%.1f", other / own);
  }

  private static Measurement of(Map<String, Measurement> measured, String name) {
    Measurement found = measured.get(name);
    if (found == null) {
      throw new IllegalArgumentException("not measured: " + name);
    }
    return found;
  }

  private void row(Measurement measured, Measurement floor) {
    tables.add(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %.2f | %.3f | %.3f | %s |",
            measured.name(),
            measured.rows(),
            measured.best(),
            measured.best() / floor.best(),
            measured.overheadPerMillion(floor),
            measured.runs()));
  }

  String text() {
    List<String> all = new ArrayList<>(head);
    all.addAll(summary);
    all.addAll(tables);
    return String.join("\n", all) + "\n";
  }

  void write(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the report could not be written to " + file, e);
    }
  }
}
