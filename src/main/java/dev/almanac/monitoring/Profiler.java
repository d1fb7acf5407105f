package dev.almanac.monitoring;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_count;

import dev.almanac.core.Field;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.TextWords;
import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Computes profiles. Stateless and thread-safe. */
public final class Profiler {
  /**
   * The most columns in one pass: Spark generates a method for all of them, which the JVM must be
   * able to compile.
   */
  private static final int WIDEST = 200;

  private Profiler() {}

  /**
   * Profiles of the inputs, in the signature's order. The table is read twice for each 200 columns.
   * The same rows in the same partitions give the same profiles; counts do not depend on the
   * partitions.
   *
   * @param train rows that the version was fitted on, with inputs cast as {@link
   *     dev.almanac.data.ModelInput} does; further columns are not read
   * @param trainRows their number
   */
  public static List<FieldProfile> inputs(Signature signature, Dataset<Row> train, long trainRows) {
    List<Column> columns = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Field field : signature.inputs()) {
      columns.add(new Column(field.name(), field.kind()));
      if (field.kind() == Field.Kind.TEXT) {
        texts.add(field.name());
      }
    }
    Dataset<Row> measured = words(train, texts);
    List<FieldProfile> profiles = new ArrayList<>();
    for (int from = 0; from < columns.size(); from += WIDEST) {
      profiles.addAll(
          Distribution.of(
              measured, trainRows, columns.subList(from, Math.min(from + WIDEST, columns.size()))));
    }
    for (int i = 0; i < profiles.size(); i++) {
      if (signature.inputs().get(i).kind() == Field.Kind.TEXT
          && profiles.get(i) instanceof FieldProfile.Numeric words) {
        profiles.set(
            i, new FieldProfile.Text(words.name(), words.rows(), words.nulls(), words.spread()));
      }
    }
    return profiles;
  }

  /** Replaces texts by their numbers of words: a profile must not contain any text. */
  static Dataset<Row> words(Dataset<Row> rows, List<String> texts) {
    Dataset<Row> counted = rows;
    for (String text : texts) {
      counted =
          counted.withColumn(
              text,
              regexp_count(ExactNames.column(text), lit(TextWords.WORD))
                  .cast(DataTypes.DoubleType));
    }
    return counted;
  }

  /**
   * Profiles of the forecasts of a task, computed as above.
   *
   * @param forecasts forecasts of the holdout, in the columns of {@link ForecastColumns}, without
   *     rejects
   * @param rows their number
   */
  public static List<FieldProfile> forecasts(TaskType task, Dataset<Row> forecasts, long rows) {
    return Distribution.of(forecasts, rows, forecastColumns(task));
  }

  private static List<Column> forecastColumns(TaskType task) {
    if (task == TaskType.REGRESSION) {
      return List.of(Column.numeric(ForecastColumns.PREDICTION));
    }
    if (task == TaskType.CLUSTERING) {
      return List.of(Column.categorical(ForecastColumns.PREDICTION));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.categorical(ForecastColumns.PREDICTION));
    columns.add(Column.numeric(ForecastColumns.PROBABILITY));
    columns.add(Column.categorical(ForecastColumns.DECISION));
    return columns;
  }
}
