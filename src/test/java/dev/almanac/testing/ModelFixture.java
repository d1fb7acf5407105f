package dev.almanac.testing;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.FeatureRules;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.LearningSpec;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A small made-up table with all that makes export go wrong, and jobs over it. */
public final class ModelFixture {
  /** Every way to treat what cannot be used, in one feature list. */
  public static final List<FeatureSpec> FEATURES =
      List.of(
          new FeatureSpec.Numeric("big", MissingPolicy.MEDIAN, 0),
          new FeatureSpec.Numeric("x", MissingPolicy.CONSTANT, -1.5),
          new FeatureSpec.Numeric("z", MissingPolicy.MEAN, 0),
          new FeatureSpec.Numeric("whole", MissingPolicy.REJECT, 0),
          new FeatureSpec.Categorical("both", MissingPolicy.LEVEL, UnseenPolicy.LEVEL),
          new FeatureSpec.Categorical("missing", MissingPolicy.LEVEL, UnseenPolicy.REJECT),
          new FeatureSpec.Categorical("unseen", MissingPolicy.REJECT, UnseenPolicy.LEVEL),
          new FeatureSpec.Categorical("neither", MissingPolicy.REJECT, UnseenPolicy.REJECT),
          new FeatureSpec.Categorical("flag", MissingPolicy.LEVEL, UnseenPolicy.LEVEL));

  private ModelFixture() {}

  /**
   * Rows with nulls, integers above 2^31, levels with spaces, quotes and marks of XML, and labels
   * {@code amount} (a fraction), {@code late} (yes, no) and {@code kind} (three).
   */
  public static Dataset<Row> rows(int count) {
    return TestSpark.session()
        .range(count)
        .selectExpr(
            "id",
            String.format(
                Locale.ROOT, "date_add(date'2026-01-01', cast(id * 90 / %d as int)) as day", count),
            "pmod(xxhash64(id), 1000) / 10D as u",
            "pmod(xxhash64(id, 1), 1000) / 7D as v",
            "pmod(xxhash64(id, 2), 5) as level")
        .selectExpr(
            "id",
            "day",
            "if(id % 17 = 0, null, 3000000019L + cast(u * 1e9 as bigint)) as big",
            "if(id % 13 = 0, null, v) as x",
            "if(id % 7 = 0, null, cast(u as float)) as z",
            "cast(level as smallint) as whole",
            "if(id % 11 = 0, null, element_at(array('plain', 'two words', ' lead', 'a\"b\\'c',"
                + " '<&>é'), cast(level + 1 as int))) as both",
            "if(id % 19 = 0, null, concat('m', level)) as missing",
            "concat('u', pmod(xxhash64(id, 3), 4)) as unseen",
            "concat('n', pmod(xxhash64(id, 4), 2)) as neither",
            "u > 50 as flag",
            "u / 3 + level * 11.3D + v * 0.01 + 1 as amount",
            "if(u + level * 10 + v * 0.05 > 70, 'yes', 'no') as late",
            "concat('k ', cast(least(2, (u + level * 10) / 45) as int)) as kind");
  }

  /** A job over these rows, with every treatment among its features. */
  public static TrainSpec spec(Algorithm algorithm, TaskType task, Map<String, Object> params) {
    return spec(algorithm, task, params, FEATURES);
  }

  /** A job over these rows with some features. */
  public static TrainSpec spec(
      Algorithm algorithm, TaskType task, Map<String, Object> params, List<FeatureSpec> features) {
    return new TrainSpec(
        new DatasetSpec(
            List.of(
                new SourceSpec(
                    "rows",
                    "parquet",
                    Optional.of("rows"),
                    Map.of(),
                    Optional.empty(),
                    OptionalLong.empty())),
            Optional.empty()),
        task,
        switch (task) {
          case BINARY -> "late";
          case MULTICLASS -> "kind";
          case REGRESSION -> "amount";
          case CLUSTERING -> TrainSpec.CLUSTER;
        },
        task == TaskType.BINARY ? "yes" : "",
        features,
        FeatureRules.NONE,
        CombinationSpec.NONE,
        new SplitSpec.Random(0.3),
        Optional.empty(),
        WeightSpec.NONE,
        new AlgorithmSpec(algorithm, params),
        LearningSpec.ANEW,
        Optional.empty(),
        List.of(),
        new TrainSpec.Parity(100, 1e-9),
        42,
        Reproducibility.STATISTICAL);
  }
}
