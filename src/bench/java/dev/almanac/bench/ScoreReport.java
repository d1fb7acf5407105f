package dev.almanac.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one benchmark run as Markdown, which is also what the terminal shows. */
final class ScoreReport {
  private final long rows;
  private final List<String> lines = new ArrayList<>();

  ScoreReport(long rows, String command, List<String> facts) {
    this.rows = rows;
    lines.add("# Scoring: how far from the floor");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d made-up rows of 12 numbers and 4 categories, Delta to Delta. The *floor* reads the same"
                + " columns and writes the key and a sum of them: no engine can be faster. An engine"
                + " writes key, prediction and probability. All in one JVM, warm, contestants taking"
                + " turns; the best run counts.",
            rows));
    lines.add("");
    lines.add("Made by `" + command + "`. Read the ratios; seconds are of the machine named here.");
    lines.add("");
    facts.forEach(fact -> lines.add("- " + fact));
  }

  /**
   * One model's table.
   *
   * @param floor the floor at the full number of rows
   * @param spark the Spark engine at the full number of rows
   * @param smallFloor the floor at the number of rows that the slow engine was given
   * @param slow an engine that was given a share of the rows; its time for all of them is the floor
   *     and its overhead a row times the rows
   */
  void add(
      String model,
      Measurement floor,
      Measurement spark,
      Measurement smallFloor,
      Measurement slow) {
    lines.add("");
    lines.add("## " + model);
    lines.add("");
    lines.add(
        "| contestant | rows | seconds | against the floor | overhead, s a million rows | overhead against Spark's | runs |");
    lines.add("|---|---|---|---|---|---|---|");
    double sparkOverhead = spark.overheadPerMillion(floor);
    row(floor, floor.best(), 1.0, 0.0, 0.0);
    row(spark, spark.best(), spark.best() / floor.best(), sparkOverhead, 1.0);
    double overhead = slow.overheadPerMillion(smallFloor);
    double whole = floor.best() + overhead * rows / 1e6;
    row(slow, whole, whole / floor.best(), overhead, overhead / sparkOverhead);
    if (slow.rows() != rows) {
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT,
              "%s was given %,d rows (best %.2f s, the floor there %.2f s, runs %s); its seconds above are"
                  + " worked out from the overhead a row.",
              slow.name(),
              slow.rows(),
              slow.best(),
              smallFloor.best(),
              smallFloor.runs()));
    }
  }

  private void row(
      Measurement measured, double seconds, double ratio, double overhead, double againstSpark) {
    lines.add(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %.2f | %.2f | %.2f | %.2f | %s |",
            measured.name(),
            measured.rows(),
            seconds,
            ratio,
            overhead,
            againstSpark,
            measured.runs()));
  }

  String text() {
    return String.join("\n", lines) + "\n";
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
