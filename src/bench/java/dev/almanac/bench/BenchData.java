package dev.almanac.bench;

import static org.apache.spark.sql.functions.expr;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.FeatureSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A made-up table of one key, 12 numbers, 4 categories and a label that depends on some of them and
 * on chance. Every value is a hash of the row's number, so the table is the same on every machine.
 */
final class BenchData {
  static final String KEY = "id";
  static final String LABEL = "label";

  private static final int NUMBERS = 12;
  private static final int[] LEVELS = {5, 12, 40, 200};
  private static final int FILES = 8;

  private BenchData() {}

  static List<String> numbers() {
    return IntStream.rangeClosed(1, NUMBERS).mapToObj(number -> "n" + number).toList();
  }

  static List<String> categories() {
    return IntStream.rangeClosed(1, LEVELS.length).mapToObj(number -> "c" + number).toList();
  }

  static List<FeatureSpec> features() {
    List<FeatureSpec> features = new ArrayList<>();
    numbers().forEach(name -> features.add(new FeatureSpec.Numeric(name, MissingPolicy.REJECT, 0)));
    categories()
        .forEach(
            name ->
                features.add(
                    new FeatureSpec.Categorical(name, MissingPolicy.REJECT, UnseenPolicy.LEVEL)));
    return features;
  }

  /** The sum that reads every column: what the floor writes beside the key. */
  static String sumOfColumns() {
    return numbers().stream().collect(Collectors.joining(" + "))
        + categories().stream()
            .map(name -> "length(" + name + ")")
            .collect(Collectors.joining(" + ", " + ", ""));
  }

  /** The Delta table of so many rows without a label, made if an earlier run left none. */
  static Path table(SparkSession spark, Path folder, long rows, PrintWriter out) {
    Path table = folder.resolve("rows-" + rows);
    if (!Files.exists(table.resolve("_delta_log"))) {
      out.printf(Locale.ROOT, "making %,d rows%n", rows);
      rows(spark, 0, rows).drop(LABEL).write().format("delta").save(table.toString());
    }
    return table;
  }

  /** Removes a folder: every run that writes a table anew would leave the old files in it. */
  static void forget(Path folder) {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  /** The rows from {@code first}, as many as asked for. */
  static Dataset<Row> rows(SparkSession spark, long first, long count) {
    Dataset<Row> rows = spark.range(first, first + count, 1, FILES).toDF(KEY);
    for (int number = 1; number <= NUMBERS; number++) {
      rows = rows.withColumn("n" + number, expr(uniform(number)));
    }
    for (int number = 1; number <= LEVELS.length; number++) {
      String level =
          String.format(
              Locale.ROOT, "pmod(xxhash64(id, %d), %d)", 100 + number, LEVELS[number - 1]);
      rows = rows.withColumn("c" + number, expr("concat('level-', " + level + ")"));
    }
    String score =
        "2 * n1 - 1.5 * n2 * n3 + sin(6 * n4) + 0.8 * length(c3) - 6"
            + " + if(c1 = 'level-2', 1.2, 0) + if(n5 > 0.7 and c2 < 'level-4', 1.5, 0)";
    String drawn = uniform(200) + " < 1 / (1 + exp(-(" + score + ")))";
    return rows.withColumn(LABEL, expr("if(" + drawn + ", 1, 0)"));
  }

  private static String uniform(int salt) {
    return String.format(Locale.ROOT, "pmod(xxhash64(id, %d), 1000003) / 1000003D", salt);
  }
}
