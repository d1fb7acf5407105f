package dev.almanac.job;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowAccount;
import dev.almanac.data.ExactNames;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The input rows that drift is measured on, by the model that scores them. The source is read once,
 * whatever the number of models. To be closed.
 */
final class InputSample implements AutoCloseable {
  /** Beyond so many rows chance picks about as many: drift is measured well enough. */
  private static final long ROWS = 200_000;

  /** Where many models share them, each has about so many of its own. */
  private static final long LEAST_OF_A_MODEL = 10_000;

  private static final long SEED = 1;

  private final Dataset<Row> rows;
  private final boolean isKept;

  private InputSample(Dataset<Row> rows, boolean isKept) {
    this.rows = rows;
    this.isKept = isKept;
  }

  /**
   * Picks them; nothing is computed yet where one model scores all rows.
   *
   * @param segments the column by which rows come to models; empty where one scores all
   * @param input the rows that were scored, as the job reads them
   * @param scored what came of them
   */
  static InputSample of(
      List<GuardedModel> models,
      Optional<String> segments,
      Dataset<Row> input,
      Dataset<Row> scored,
      RowAccount account) {
    if (models.size() == 1) {
      return new InputSample(
          account.in() <= ROWS ? input : input.sample(false, (double) ROWS / account.in(), SEED),
          false);
    }
    Map<ModelVersion, Long> counts = counts(scored);
    long most = Math.max(LEAST_OF_A_MODEL, ROWS / models.size());
    Column share = lit(1.0);
    Set<String> names = new LinkedHashSet<>(segments.stream().toList());
    for (GuardedModel model : models) {
      long count = counts.getOrDefault(model.version(), 0L);
      double some = count <= most ? 1 : (double) most / count;
      share = when(model.rows().orElseThrow(), lit(some)).otherwise(share);
      model.signature().inputs().forEach(field -> names.add(field.name()));
    }
    Column[] read = names.stream().map(ExactNames::column).toArray(Column[]::new);
    return new InputSample(
        input.where(rand(SEED).lt(share)).select(read).persist(StorageLevel.MEMORY_AND_DISK()),
        true);
  }

  /** How many rows each version scored or rejected. */
  private static Map<ModelVersion, Long> counts(Dataset<Row> scored) {
    Map<ModelVersion, Long> counts = new HashMap<>();
    Column model = ExactNames.column(ForecastColumns.MODEL);
    Column version = ExactNames.column(ForecastColumns.MODEL_VERSION);
    for (Row row : scored.groupBy(model, version).agg(count(lit(1))).collectAsList()) {
      counts.put(new ModelVersion(new ModelName(row.getString(0)), row.getInt(1)), row.getLong(2));
    }
    return counts;
  }

  /** Those of one model. */
  Dataset<Row> of(GuardedModel model) {
    return model.rows().map(rows::where).orElse(rows);
  }

  @Override
  public void close() {
    if (isKept) {
      rows.unpersist();
    }
  }
}
