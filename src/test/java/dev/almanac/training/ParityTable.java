package dev.almanac.training;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.RareLevels;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that every algorithm is fitted on: labels {@code late} (yes or no), {@code kind} (three or
 * more), {@code amount} (a positive fraction), {@code share} (0 to 1), and an offset.
 *
 * @param factors the features of models that read levels as 0/1 columns
 */
record ParityTable(
    String name, Dataset<Row> rows, List<FeatureSpec> features, List<FeatureSpec> factors) {
  private ParityTable(String name, Dataset<Row> rows, List<FeatureSpec> features) {
    this(name, rows, features, features);
  }

  /** The same rows, read once. */
  ParityTable read() {
    return new ParityTable(name, rows.coalesce(1).localCheckpoint(), features, factors);
  }

  static final String SHARE = "share";
  static final String OFFSET = "known";

  private static final OptionalDouble NONE = OptionalDouble.empty();

  /** Made up, with each treatment of missing and unseen values once. */
  static ParityTable made() {
    return new ParityTable(
        "made",
        ModelFixture.rows(800)
            .selectExpr("*", "(amount - 1) / 100 as share", "ln(1 + whole) as known"),
        ModelFixture.FEATURES);
  }

  /** Real: flights of half a year, nothing missing, airports that the holdout alone has. */
  static ParityTable flights() {
    return new ParityTable(
        "flights",
        TestSpark.session()
            .read()
            .parquet("data-samples/flights")
            .filter("pmod(xxhash64(flight_id), 331) = 0")
            .selectExpr(
                "distance",
                "hour(departure) + minute(departure) / 60D as hour",
                "cast(dayofyear(departure) as float) as day_of_year",
                "origin",
                "substring(destination, 1, 1) as region",
                "dayofweek(departure) as weekday",
                "if(delay > 15, 'yes', 'no') as late",
                "case when delay <= 0 then 'early' when delay <= 15 then 'a bit late'"
                    + " else 'late' end as kind",
                "greatest(delay, 0) + 0.5D as amount",
                "least(greatest(delay, 0), 180) / 180D as share",
                "ln(distance / 500D) as known"),
        List.of(
            new FeatureSpec.Numeric("distance", MissingPolicy.MEAN, 0),
            new FeatureSpec.Numeric("hour", MissingPolicy.REJECT, 0, scaled(false)),
            new FeatureSpec.Numeric("day_of_year", MissingPolicy.MEDIAN, 0),
            new FeatureSpec.Categorical(
                "origin", MissingPolicy.LEVEL, UnseenPolicy.LEVEL, new RareLevels(5, 0)),
            new FeatureSpec.Categorical("region", MissingPolicy.REJECT, UnseenPolicy.LEVEL),
            new FeatureSpec.Categorical("weekday", MissingPolicy.LEVEL, UnseenPolicy.REJECT)));
  }

  /**
   * Made to be as bad as tables get: nulls in every column, the labels too, whole numbers above
   * 2^53, numbers of all sizes and both zeros, NaN, levels without a letter or in no alphabet, and
   * levels and labels that occur a few times.
   */
  static ParityTable wild() {
    List<FeatureSpec> features = wildFeatures();
    return new ParityTable(
        "wild",
        TestSpark.session()
            .range(500)
            .selectExpr(
                "id",
                "pmod(xxhash64(id), 1000) / 1000D as u",
                "pmod(xxhash64(id, 1), 1000) / 1000D as v",
                "cast(pmod(xxhash64(id, 2), 7) as int) as k")
            .selectExpr(
                "if(id % 11 = 0, null, 9007199254740993L + cast(u * 1e17 as bigint)) as huge",
                "if(id % 13 = 0, null, -2147483649L - cast(v * 1e10 as bigint)) as far",
                "case when id % 7 = 0 then null when id % 89 = 0 then double('NaN')"
                    + " when id % 3 = 0 then -0D when id % 5 = 0 then 0D else u - v end as signed",
                "if(id % 17 = 0, null, pow(10D, 20 * v - 10)) as wide",
                "if(id % 23 = 0, null, cast(v * 100 as decimal(20, 6))) as cents",
                "if(id % 9 = 0, null, element_at(array('', ' ', 'null', 'Ünïcode ☂', '漢字',"
                    + " '\"<&>\\'', 'x'), k + 1)) as text",
                "if(id % 29 = 0, null, concat('r', cast(pow(v * 9, 2) as int))) as rare",
                "if(id % 31 = 0, null, 9007199254740993L + k) as code",
                "if(id % 10 = 0, null, u > 0.5) as flag",
                "if(id % 37 = 0, null, if(u + k / 10D + v / 5 > 0.9, 'yes', 'no')) as late",
                "if(id % 41 = 0, null, if(id % 45 = 1, '☂ rare', element_at("
                    + "array('', 'a \"b\"', '漢'), 1 + cast(least(2, u * 2 + k / 7D) as int)))) as kind",
                "if(id % 43 = 0, null, 0.125D + u * 7 + k * 0.3D + v / 3) as amount",
                "if(id % 47 = 0, null, (u + v) / 2) as share",
                "if(id % 53 = 0, null, v - 2) as known")
            .selectExpr("*", "nullif(text, '') as named"),
        features,
        features.stream()
            .map(
                feature ->
                    feature.name().equals("text")
                        ? new FeatureSpec.Categorical(
                            "named", MissingPolicy.LEVEL, UnseenPolicy.LEVEL)
                        : feature)
            .toList());
  }

  private static List<FeatureSpec> wildFeatures() {
    return List.of(
        new FeatureSpec.Numeric("huge", MissingPolicy.MEDIAN, 0, scaled(false)),
        new FeatureSpec.Numeric("far", MissingPolicy.CONSTANT, 0x1p53 + 2, scaled(false)),
        new FeatureSpec.Numeric("signed", MissingPolicy.CONSTANT, -0.0),
        new FeatureSpec.Numeric("wide", MissingPolicy.MEDIAN, 0, scaled(true)),
        new FeatureSpec.Numeric("cents", MissingPolicy.MEAN, 0),
        new FeatureSpec.Categorical("text", MissingPolicy.LEVEL, UnseenPolicy.LEVEL),
        new FeatureSpec.Categorical(
            "rare", MissingPolicy.LEVEL, UnseenPolicy.LEVEL, new RareLevels(4, 0)),
        new FeatureSpec.Categorical("code", MissingPolicy.LEVEL, UnseenPolicy.REJECT),
        new FeatureSpec.Categorical("flag", MissingPolicy.LEVEL, UnseenPolicy.LEVEL));
  }

  private static NumberShape scaled(boolean log) {
    return new NumberShape(NONE, NONE, log, NumberShape.Scale.STANDARD, NumberShape.Buckets.NONE);
  }
}
