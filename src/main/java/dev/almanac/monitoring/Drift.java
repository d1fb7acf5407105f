package dev.almanac.monitoring;

import dev.almanac.core.FieldProfile;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ValueBins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Population stability index of inputs and forecasts against the training profile. Stateless and
 * thread-safe.
 */
public final class Drift {
  /** The 0.999 quantile of the standard normal distribution. */
  private static final double Z = 3.090232306167813;

  private Drift() {}

  /**
   * Drift of columns from their profiles. Reads the table once.
   *
   * @param table has every column that has a profile
   */
  public static List<FieldDrift> of(List<FieldProfile> reference, Dataset<Row> table) {
    if (reference.isEmpty()) {
      return List.of();
    }
    return of(reference, count(reference, table));
  }

  /**
   * Drift of columns whose rows are already counted.
   *
   * @param counts by column and bin of {@link ValueBins}, the nulls last
   */
  public static List<FieldDrift> of(List<FieldProfile> reference, long[][] counts) {
    List<FieldDrift> drifts = new ArrayList<>();
    for (int i = 0; i < reference.size(); i++) {
      drifts.add(drift(reference.get(i), counts[i]));
    }
    return drifts;
  }

  /**
   * Profiles with the counts of other rows in the same bins and levels, as a new reference. All
   * other parts are unchanged. Reads the table once.
   */
  public static List<FieldProfile> recounted(List<FieldProfile> profiles, Dataset<Row> table) {
    long[][] counts = count(profiles, table);
    List<FieldProfile> recounted = new ArrayList<>();
    for (int i = 0; i < profiles.size(); i++) {
      recounted.add(BinCounts.recounted(profiles.get(i), counts[i]));
    }
    return recounted;
  }

  private static long[][] count(List<FieldProfile> reference, Dataset<Row> table) {
    List<Column> columns = new ArrayList<>();
    for (FieldProfile profile : reference) {
      columns.add(
          ExactNames.column(profile.name())
              .cast(
                  profile instanceof FieldProfile.Categorical
                      ? DataTypes.StringType
                      : DataTypes.DoubleType));
    }
    List<ValueBins> bins = reference.stream().map(ValueBins::of).toList();
    long[][] zero = ValueBins.zeros(bins);
    Dataset<Row> cells = table.select(columns.toArray(Column[]::new));
    return ((org.apache.spark.sql.classic.Dataset<Row>) cells)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(new PartitionCounter(bins))
        .fold(zero, Drift::sum);
  }

  private static long[][] sum(long[][] left, long[][] right) {
    long[][] sum = new long[left.length][];
    for (int i = 0; i < left.length; i++) {
      sum[i] = left[i].clone();
    }
    ValueBins.add(right, sum);
    return sum;
  }

  /**
   * Drift of one column.
   *
   * @param counts by bin or level, the nulls last
   */
  private static FieldDrift drift(FieldProfile reference, long[] counts) {
    long[] expected = BinCounts.counts(reference);
    long[] actual = Arrays.copyOf(counts, counts.length - 1);
    long nulls = counts[counts.length - 1];
    long then = Arrays.stream(expected).sum();
    long now = Arrays.stream(actual).sum();
    return new FieldDrift(
        reference.name(),
        psi(expected, actual),
        chance(expected.length, then, now),
        share(reference.nulls(), reference.rows()),
        share(nulls, nulls + now),
        reference.rows(),
        nulls + now);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** The population stability index, see {@link FieldDrift}. */
  static double psi(long[] expected, long[] actual) {
    long then = Arrays.stream(expected).sum();
    long now = Arrays.stream(actual).sum();
    if (then == 0 || now == 0) {
      return Double.NaN;
    }
    double psi = 0;
    double bins = expected.length;
    for (int i = 0; i < expected.length; i++) {
      double p = (expected[i] + 0.5) / (then + 0.5 * bins);
      double q = (actual[i] + 0.5) / (now + 0.5 * bins);
      psi += (q - p) * Math.log(q / p);
    }
    return psi;
  }

  /**
   * The index's critical value, see {@link FieldDrift}; χ² by the approximation of Wilson and
   * Hilferty (1931). 0 if there are fewer than two bins or a side has no rows.
   */
  static double chance(int bins, long then, long now) {
    if (bins < 2 || then == 0 || now == 0) {
      return 0;
    }
    double freedom = bins - 1.0;
    double root = 1 - 2 / (9 * freedom) + Z * Math.sqrt(2 / (9 * freedom));
    return (1.0 / then + 1.0 / now) * freedom * root * root * root;
  }
}
