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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables and job files of {@link JobBench}, in one folder. */
final class JobData {
  /** Names of tables of many columns; {@link #table(long)} has the others. */
  static final String WIDE = "3,000 columns x 5,000 rows";

  static final String DIRTY = "60 columns x 1,000,000 rows";

  /** The models, by the name of their algorithm in a job file, with their parameters. */
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "gbt", "max-iter = %d, max-depth = 5, max-bins = 256",
          "xgboost", "num-round = %d, max-depth = 5",
          "logistic-regression", "");

  private final Path folder;
  private final int trees;

  /**
   * @param trees of a model of trees
   */
  JobData(Path folder, int trees) {
    this.folder = folder;
    this.trees = trees;
  }

  /** The Parquet table of so many rows. */
  Path table(long rows) {
    return folder.resolve("rows-" + rows);
  }

  /** The Parquet table of many columns. */
  Path table(String name) {
    return folder.resolve(name.replaceAll("[^0-9a-z]+", "-"));
  }

  /** Writes a table of many columns. */
  void make(SparkSession spark, String name) {
    // Compiling a program for thousands of columns takes longer than the rows.
    spark.conf().set("spark.sql.codegen.wholeStage", false);
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    Dataset<Row> rows =
        name.equals(WIDE)
            ? WideData.numbers(spark, 5_000, 3_000)
            : WideData.dirty(spark, 1_000_000);
    rows.write().mode("overwrite").parquet(table(name).toString());
  }

  boolean isMade(Path table) {
    return Files.exists(table.resolve("_SUCCESS"));
  }

  /** Writes the table, unless an earlier run did. The keys are distinct and in random order. */
  void make(SparkSession spark, long rows) {
    if (isMade(table(rows))) {
      return;
    }
    BenchData.rows(spark, 0, rows)
        .withColumn(BenchData.KEY, expr("xxhash64(" + BenchData.KEY + ")"))
        .write()
        .mode("overwrite")
        .parquet(table(rows).toString());
  }

  /**
   * Writes the job file of an algorithm.
   *
   * @param trainRows of the table that it trains on
   * @param scoreRows of the table that it scores
   */
  Path job(String algorithm, long trainRows, long scoreRows) {
    String features =
        "numeric = [%s], categorical { %s }"
            .formatted(
                String.join(", ", BenchData.numbers()),
                BenchData.categories().stream()
                    .map(column -> column + " { unseen = level }")
                    .collect(Collectors.joining(", ")));
    return write(
        name(algorithm) + "-" + trainRows + "-" + scoreRows,
        algorithm,
        features,
        table(trainRows),
        table(scoreRows));
  }

  /** Writes the job file of an algorithm on a table of many columns, all of them by rules. */
  Path job(String algorithm, String table) {
    String features =
        """
        numeric { "*" { missing = mean } }
        categorical { "*" { missing = level, unseen = level } }
        except = [day]""";
    String wide =
        """
        numeric { "*" {} }""";
    Path rows = table(table);
    return write(
        name(algorithm) + "-" + rows.getFileName(),
        algorithm,
        table.equals(WIDE) ? wide : features,
        rows,
        rows);
  }

  private Path write(String name, String algorithm, String features, Path train, Path score) {
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
            %s
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
                train,
                features,
                algorithm,
                String.format(Locale.ROOT, params, trees),
                score,
                BenchData.KEY);
    Path file = folder.resolve(name + ".conf");
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
