package dev.almanac.testing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows as a scoring engine leaves them for a binary task, without a model. */
public final class ScoredRows {
  private ScoredRows() {}

  /**
   * Rows with the key {@code id} (STRING {@code k0, k1, …}), the pass-through column {@code region}
   * and forecasts that depend on the salt.
   *
   * @param rejected how many of the last rows were rejected
   */
  public static Dataset<Row> binary(int rows, int rejected, int salt) {
    Column scored = col("id").lt(rows - rejected);
    Column probability = col("id").multiply(salt * 31L + 7).mod(101).divide(101.0);
    return TestSpark.session()
        .range(0, rows, 1, 2)
        .toDF()
        .select(
            concat(lit("k"), col("id")).as("id"),
            when(col("id").mod(2).equalTo(0), "north").otherwise("south").as("region"),
            when(scored, when(probability.gt(0.5), "yes").otherwise("no")).as("prediction"),
            when(scored, probability).as("probability"),
            when(scored, when(probability.gt(0.3), "yes").otherwise("no")).as("decision"),
            when(scored, lit(null)).otherwise("MISSING_VALUE").as("reject_reason"),
            when(scored, lit(null)).otherwise("age").as("reject_field"),
            lit(null).cast("string").as("reject_value"));
  }
}
