package dev.almanac.training;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.struct;

import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.data.ExactNames;
import dev.almanac.data.Moments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Computes scales and quantiles of numeric features, in two passes over the rows. */
final class NumericStatistics {
  private NumericStatistics() {}

  /**
   * Computes the statistics.
   *
   * @param standIns imputation values by feature
   * @return by numeric feature
   */
  static Map<String, NumberFit> of(
      Dataset<Row> train,
      long trainRows,
      List<FeatureSpec> features,
      Map<String, Double> standIns) {
    Map<String, NumberFit> fits = new LinkedHashMap<>();
    Map<String, Column> required = new LinkedHashMap<>();
    Map<String, Column> standard = new LinkedHashMap<>();
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Numeric numeric) {
        fits.put(
            numeric.name(), new NumberFit(Optional.empty(), numeric.shape().buckets().bounds()));
        Column value = value(numeric, standIns);
        if (isStandard(numeric.shape())) {
          standard.put(numeric.name(), value);
        } else {
          statistic(numeric.shape(), value, trainRows)
              .ifPresent(column -> required.put(numeric.name(), column.as(numeric.name())));
        }
      }
    }
    standardise(train, standard, fits);
    if (!required.isEmpty()) {
      Row learnt = train.select(required.values().toArray(Column[]::new)).head();
      for (FeatureSpec feature : features) {
        if (feature instanceof FeatureSpec.Numeric numeric
            && required.containsKey(numeric.name())) {
          fits.put(
              numeric.name(), fit(numeric.shape(), learnt.get(learnt.fieldIndex(numeric.name()))));
        }
      }
    }
    return fits;
  }

  private static boolean isStandard(NumberShape shape) {
    return shape.buckets().quantiles() == 0 && shape.scale() == NumberShape.Scale.STANDARD;
  }

  private static void standardise(
      Dataset<Row> train, Map<String, Column> values, Map<String, NumberFit> fits) {
    if (values.isEmpty()) {
      return;
    }
    List<String> names = List.copyOf(values.keySet());
    List<Moments> moments = Moments.of(train, List.copyOf(values.values()));
    for (int i = 0; i < names.size(); i++) {
      Moments found = moments.get(i);
      fits.computeIfPresent(
          names.get(i), (name, fit) -> scaled(found.mean(), found.deviation(), fit.bounds()));
    }
  }

  private static Column value(FeatureSpec.Numeric feature, Map<String, Double> standIns) {
    Column value = expr(NumberSql.bounded(ExactNames.quoted(feature.name()), feature.shape()));
    if (!standIns.containsKey(feature.name())) {
      return value;
    }
    // Imputed values are transformed like any other value.
    return coalesce(
        value,
        expr(NumberSql.bounded(NumberSql.literal(standIns.get(feature.name())), feature.shape())));
  }

  private static Optional<Column> statistic(NumberShape shape, Column value, long trainRows) {
    int quantiles = shape.buckets().quantiles();
    if (quantiles > 0) {
      Column shares =
          array(
              IntStream.range(1, quantiles)
                  .mapToObj(i -> lit((double) i / quantiles))
                  .toArray(Column[]::new));
      return Optional.of(
          trainRows <= ImputationValues.EXACT_MEDIAN_ROWS
              ? percentile(value, shares)
              : percentile_approx(value, shares, lit(ImputationValues.MEDIAN_ACCURACY)));
    }
    return switch (shape.scale()) {
      case NONE, STANDARD -> Optional.empty();
      case MIN_MAX -> Optional.of(struct(min(value), max(value).minus(min(value))));
      case MAX_ABS -> Optional.of(struct(lit(0.0), max(org.apache.spark.sql.functions.abs(value))));
    };
  }

  private static NumberFit fit(NumberShape shape, Object learnt) {
    if (learnt instanceof Row scale) {
      return scaled(
          scale.getDouble(0), scale.isNullAt(1) ? 0 : scale.getDouble(1), shape.buckets().bounds());
    }
    List<Double> bounds =
        scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Seq<?>) learnt).stream()
            .map(bound -> (Double) bound)
            .sorted()
            .distinct()
            .toList();
    return new NumberFit(Optional.empty(), bounds);
  }

  private static NumberFit scaled(double shift, double divisor, List<Double> bounds) {
    // A constant number has no scale; it is only shifted.
    return new NumberFit(
        Optional.of(
            new NumberFit.Scaling(shift, divisor > 0 && Double.isFinite(divisor) ? divisor : 1)),
        bounds);
  }
}
