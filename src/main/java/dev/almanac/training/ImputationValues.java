package dev.almanac.training;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.percentile_approx;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.data.ExactNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Imputation values of numeric features. */
final class ImputationValues {
  /** The exact median keeps each distinct value in memory; above this many rows it is estimated. */
  static final long EXACT_MEDIAN_ROWS = 4_000_000;

  static final int MEDIAN_ACCURACY = 10_000;

  private ImputationValues() {}

  /**
   * Computes the values.
   *
   * @return by feature, for policies mean, median and constant
   * @throws AlmanacException EMPTY_DATASET if a feature has no value
   */
  static Map<String, Double> of(Dataset<Row> train, long trainRows, List<FeatureSpec> features) {
    Map<String, Double> standIns = new LinkedHashMap<>();
    List<FeatureSpec> learnt =
        features.stream()
            .filter(
                feature ->
                    feature.missing() == MissingPolicy.MEAN
                        || feature.missing() == MissingPolicy.MEDIAN)
            .toList();
    if (!learnt.isEmpty()) {
      Row values =
          train
              .select(
                  learnt.stream()
                      .map(feature -> statistic(feature, trainRows))
                      .toArray(Column[]::new))
              .head();
      for (int i = 0; i < learnt.size(); i++) {
        if (values.isNullAt(i)) {
          throw new AlmanacException(
              ErrorCode.EMPTY_DATASET,
              "feature '%s' is null in every row of the training part, so it has no %s.\nLeave it out, or look at the column's source."
                  .formatted(learnt.get(i).name(), learnt.get(i).missing().word()));
        }
        standIns.put(learnt.get(i).name(), values.getDouble(i));
      }
    }
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Numeric numeric
          && numeric.missing() == MissingPolicy.CONSTANT) {
        standIns.put(numeric.name(), numeric.constant());
      }
    }
    return standIns;
  }

  private static Column statistic(FeatureSpec feature, long trainRows) {
    Column value = ExactNames.column(feature.name());
    if (feature.missing() == MissingPolicy.MEAN) {
      return avg(value);
    }
    return trainRows <= EXACT_MEDIAN_ROWS
        ? percentile(value, lit(0.5))
        : percentile_approx(value, lit(0.5), lit(MEDIAN_ACCURACY));
  }
}
