package dev.almanac.training;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;

import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.data.ExactNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Learns the scales and quantiles of numeric features, all in one pass over the rows. */
final class NumberFits {
  private NumberFits() {}

  /**
   * Learns them.
   *
   * @param standIns what stands in for a null, by feature
   * @return by feature, for each that is numeric
   */
  static Map<String, NumberFit> of(
      Dataset<Row> train,
      long trainRows,
      List<FeatureSpec> features,
      Map<String, Double> standIns) {
    Map<String, NumberFit> fits = new LinkedHashMap<>();
    Map<String, Column> wanted = new LinkedHashMap<>();
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Numeric numeric) {
        fits.put(
            numeric.name(), new NumberFit(Optional.empty(), numeric.shape().buckets().bounds()));
        statistic(numeric, standIns, trainRows)
            .ifPresent(column -> wanted.put(numeric.name(), column.as(numeric.name())));
      }
    }
    if (!wanted.isEmpty()) {
      Row learnt = train.select(wanted.values().toArray(Column[]::new)).head();
      for (FeatureSpec feature : features) {
        if (feature instanceof FeatureSpec.Numeric numeric && wanted.containsKey(numeric.name())) {
          fits.put(
              numeric.name(), fit(numeric.shape(), learnt.get(learnt.fieldIndex(numeric.name()))));
        }
      }
    }
    return fits;
  }

  private static Optional<Column> statistic(
      FeatureSpec.Numeric feature, Map<String, Double> standIns, long trainRows) {
    Column value = expr(NumberSql.bounded(ExactNames.quoted(feature.name()), feature.shape()));
    if (standIns.containsKey(feature.name())) {
      // What stands in is treated as any other value.
      Column standIn =
          expr(NumberSql.bounded(NumberSql.literal(standIns.get(feature.name())), feature.shape()));
      value = coalesce(value, standIn);
    }
    int quantiles = feature.shape().buckets().quantiles();
    if (quantiles > 0) {
      Column shares =
          array(
              IntStream.range(1, quantiles)
                  .mapToObj(i -> lit((double) i / quantiles))
                  .toArray(Column[]::new));
      return Optional.of(
          trainRows <= StandIns.EXACT_MEDIAN_ROWS
              ? percentile(value, shares)
              : percentile_approx(value, shares, lit(StandIns.MEDIAN_ACCURACY)));
    }
    return switch (feature.shape().scale()) {
      case NONE -> Optional.empty();
      case STANDARD -> Optional.of(struct(avg(value), stddev_samp(value)));
      case MIN_MAX -> Optional.of(struct(min(value), max(value).minus(min(value))));
      case MAX_ABS -> Optional.of(struct(lit(0.0), max(org.apache.spark.sql.functions.abs(value))));
    };
  }

  private static NumberFit fit(NumberShape shape, Object learnt) {
    if (learnt instanceof Row scale) {
      double divisor = scale.isNullAt(1) ? 0 : scale.getDouble(1);
      // A number that is always the same has no scale; it is only shifted.
      return new NumberFit(
          Optional.of(
              new NumberFit.Scaling(
                  scale.getDouble(0), divisor > 0 && Double.isFinite(divisor) ? divisor : 1)),
          shape.buckets().bounds());
    }
    List<Double> bounds =
        scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Seq<?>) learnt).stream()
            .map(bound -> (Double) bound)
            .sorted()
            .distinct()
            .toList();
    return new NumberFit(Optional.empty(), bounds);
  }
}
