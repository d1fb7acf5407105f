package dev.almanac.bench;

import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** The tables and job files of {@link JobBench}, in one folder. */
final class JobData {
  /** The models, by the name of their algorithm in a job file, with their parameters. */
  static final Map<String, String> ALGORITHMS =
      Map.of(
          "gbt", "max-iter = 50, max-depth = 5, max-bins = 256",
          "xgboost", "num-round = 50, max-depth = 5, num-workers = 2",
          "logistic-regression", "");

  private final Path folder;

  JobData(Path folder) {
    this.folder = folder;
  }

  /** The Parquet table of so many rows. */
  Path table(long rows) {
    return folder.resolve("rows-" + rows);
  }

  /** Writes the table, unless an earlier run did. The keys are distinct and in random order. */
  void make(SparkSession spark, long rows) {
    if (isMade(rows)) {
      return;
    }
    BenchData.rows(spark, 0, rows)
        .withColumn(BenchData.KEY, expr("xxhash64(" + BenchData.KEY + ")"))
        .write()
        .mode("overwrite")
        .parquet(table(rows).toString());
  }

  boolean isMade(long rows) {
    return Files.exists(table(rows).resolve("_SUCCESS"));
  }

  /**
   * Writes the job file of an algorithm.
   *
   * @param trainRows of the table that it trains on
   * @param scoreRows of the table that it scores
   */
  Path job(String algorithm, long trainRows, long scoreRows) {
    String params = ALGORITHMS.get(algorithm);
    if (params == null) {
      throw new IllegalArgumentException(
          "unknown algorithm '%s'; there are %s".formatted(algorithm, ALGORITHMS.keySet()));
    }
    String text =
        """
        name = %s
        train {
          sources { rows { format = parquet, path = "%s" } }
          task = binary, label = label, positive = "1"
          features {
            numeric = [%s]
            categorical { %s }
          }
          split { by = random, holdout = 0.1 }
          algorithm { name = %s, params { %s } }
        }
        score {
          sources { rows { format = parquet, path = "%s" } }
          keys = [%s]
        }
        """
            .formatted(
                name(algorithm),
                table(trainRows),
                String.join(", ", BenchData.numbers()),
                BenchData.categories().stream()
                    .map(column -> column + " { unseen = level }")
                    .collect(Collectors.joining(", ")),
                algorithm,
                params,
                table(scoreRows),
                BenchData.KEY);
    Path file =
        folder.resolve(
            String.format(Locale.ROOT, "%s-%d-%d.conf", name(algorithm), trainRows, scoreRows));
    try {
      Files.createDirectories(folder);
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return file;
  }

  private static String name(String algorithm) {
    return "bench-" + algorithm;
  }
}
