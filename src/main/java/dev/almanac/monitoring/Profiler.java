package dev.almanac.monitoring;

import dev.almanac.core.FieldProfile;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Profile;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Works out profiles. Stateless and thread-safe. */
public final class Profiler {
  private Profiler() {}

  /**
   * The profile of a version. Each table is read twice. The same rows in the same partitions give
   * the same profile; counts do not depend on the partitions at all.
   *
   * @param train the rows it was fitted on: inputs cast as {@link dev.almanac.data.ModelInput}
   *     does; further columns are not read
   * @param trainRows how many they are
   * @param forecasts the holdout scored, in the columns of {@link ForecastColumns}, without rejects
   * @param forecastRows how many they are
   */
  public static Profile of(
      Signature signature,
      Dataset<Row> train,
      long trainRows,
      Dataset<Row> forecasts,
      long forecastRows) {
    return new Profile(
        trainRows,
        inputs(signature, train, trainRows),
        forecastRows,
        forecasts(signature.task(), forecasts, forecastRows));
  }

  /** The first half of {@link #of}: the profiles of the inputs, in the signature's order. */
  public static List<FieldProfile> inputs(Signature signature, Dataset<Row> train, long rows) {
    return Distribution.of(
        train,
        rows,
        signature.inputs().stream().map(field -> new Column(field.name(), field.kind())).toList());
  }

  /** The second half of {@link #of}: the profiles of what a model of the task forecasts. */
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
