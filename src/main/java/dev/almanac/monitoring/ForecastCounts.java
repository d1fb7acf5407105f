package dev.almanac.monitoring;

import dev.almanac.core.FieldProfile;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ModelVersion;
import dev.almanac.data.PartitionValues;
import dev.almanac.data.ValueBins;
import dev.almanac.shuffle.RowObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Counts the forecasts of each model in the bins of its profile during their computation. Rejects
 * are excluded.
 */
public final class ForecastCounts implements RowObserver {
  private static final long serialVersionUID = 1L;

  private final int reason;
  private final int name;
  private final int number;
  private final Map<UTF8String, Map<Integer, Integer>> models = new HashMap<>();
  private final ValueBins[][] bins;
  private final int[][] ordinals;
  private final PartitionValues<long[][][]> counted;

  /**
   * Creates a counter.
   *
   * @param schema schema of the observed rows
   * @param prefix prefix of the names of {@link ForecastColumns} in the schema
   * @param profiles forecast profiles of each version; with several versions, the rows have the
   *     columns MODEL and MODEL_VERSION
   */
  public ForecastCounts(
      SparkContext spark,
      StructType schema,
      String prefix,
      List<ModelVersion> versions,
      List<List<FieldProfile>> profiles) {
    reason = schema.fieldIndex(prefix + ForecastColumns.REJECT_REASON);
    boolean several = versions.size() > 1;
    name = several ? schema.fieldIndex(prefix + ForecastColumns.MODEL) : -1;
    number = several ? schema.fieldIndex(prefix + ForecastColumns.MODEL_VERSION) : -1;
    for (int i = 0; i < versions.size(); i++) {
      models
          .computeIfAbsent(
              UTF8String.fromString(versions.get(i).model().value()), any -> new HashMap<>())
          .put(versions.get(i).number(), i);
    }
    bins =
        profiles.stream()
            .map(columns -> columns.stream().map(ValueBins::of).toArray(ValueBins[]::new))
            .toArray(ValueBins[][]::new);
    ordinals =
        profiles.stream()
            .map(
                columns ->
                    columns.stream()
                        .mapToInt(column -> schema.fieldIndex(prefix + column.name()))
                        .toArray())
            .toArray(int[][]::new);
    for (int model = 0; model < bins.length; model++) {
      for (int i = 0; i < bins[model].length; i++) {
        boolean isDouble = schema.apply(ordinals[model][i]).dataType() instanceof DoubleType;
        if (bins[model][i].isNumber() != isDouble) {
          throw new IllegalArgumentException(
              "the profile of '%s' is of another kind than the forecasts"
                  .formatted(profiles.get(model).get(i).name()));
        }
      }
    }
    counted = PartitionValues.register(spark);
  }

  /**
   * The counts of one model, available after the computation: by column of its profiles and bin of
   * {@link ValueBins}, the nulls last.
   *
   * @param model index of the version
   */
  public long[][] of(int model) {
    long[][] sum = zero()[model];
    for (long[][][] partition : counted.value().values()) {
      ValueBins.add(partition[model], sum);
    }
    return sum;
  }

  private long[][][] zero() {
    long[][][] counts = new long[bins.length][][];
    for (int model = 0; model < bins.length; model++) {
      counts[model] = ValueBins.zeros(List.of(bins[model]));
    }
    return counts;
  }

  @Override
  public Work begin() {
    long[][][] counts = zero();
    return new Work() {
      @Override
      public void row(InternalRow row) {
        if (!row.isNullAt(reason)) {
          return;
        }
        int model = name < 0 ? 0 : model(row);
        for (int i = 0; i < bins[model].length; i++) {
          counts[model][i][bins[model][i].of(row, ordinals[model][i])]++;
        }
      }

      @Override
      public void end() {
        counted.add(counts);
      }
    };
  }

  private int model(InternalRow row) {
    Integer found = models.getOrDefault(row.getUTF8String(name), Map.of()).get(row.getInt(number));
    if (found == null) {
      throw new IllegalStateException("a row is of a version that does not score");
    }
    return found;
  }
}
