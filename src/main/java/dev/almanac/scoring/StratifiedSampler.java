package dev.almanac.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.data.ModelColumns;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Draws a stratified sample: the same number of rows of each label, or of each decile of the
 * target, as far as available. The selection depends only on the content of the rows and the seed.
 */
final class StratifiedSampler {
  private static final String STRATUM = "_stratum";
  private static final String DRAW = "_draw";
  private static final String PLACE = "_place";
  private static final double RANK_ERROR = 0.01;
  private static final double[] TENTHS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

  private StratifiedSampler() {}

  /** The target column, if the rows have it and the task uses it. */
  static List<String> carried(Dataset<Row> rows, Signature signature) {
    return signature.task() != TaskType.CLUSTERING
            && Arrays.asList(rows.columns()).contains(signature.target())
        ? List.of(signature.target())
        : List.of();
  }

  /** The columns that the model reads. */
  static Dataset<Row> inputs(Dataset<Row> rows, Signature signature) {
    return rows.select(
        signature.inputs().stream()
            .map(Field::name)
            .map(ColumnNames::column)
            .toArray(Column[]::new));
  }

  /**
   * Draws the sample.
   *
   * @param rows the inputs, and the target, if there is one, under {@link ModelColumns#kept} of its
   *     name
   */
  static List<Row> draw(Dataset<Row> rows, Signature signature, int count, long seed) {
    Column[] hashed =
        Stream.concat(
                Stream.of(lit(seed)),
                signature.inputs().stream().map(Field::name).map(ColumnNames::column))
            .toArray(Column[]::new);
    Dataset<Row> numbered =
        strata(rows, signature)
            .withColumn(DRAW, xxhash64(hashed))
            .withColumn(PLACE, row_number().over(Window.partitionBy(STRATUM).orderBy(col(DRAW))));
    Dataset<Row> few = numbered.filter(col(PLACE).leq(lit(count)));
    // The first row of every stratum, then the second of every stratum, and so on.
    return inputs(few.orderBy(col(PLACE), col(DRAW)).limit(count), signature).collectAsList();
  }

  private static Dataset<Row> strata(Dataset<Row> rows, Signature signature) {
    String target = ModelColumns.kept(signature.target());
    if (!Arrays.asList(rows.columns()).contains(target)) {
      return rows.withColumn(STRATUM, lit(0));
    }
    if (signature.task() != TaskType.REGRESSION) {
      return rows.withColumn(STRATUM, ColumnNames.column(target));
    }
    double[] cuts =
        Arrays.stream(rows.stat().approxQuantile(target, TENTHS, RANK_ERROR)).distinct().toArray();
    double[] splits = new double[cuts.length + 2];
    System.arraycopy(cuts, 0, splits, 1, cuts.length);
    splits[0] = Double.NEGATIVE_INFINITY;
    splits[splits.length - 1] = Double.POSITIVE_INFINITY;
    return new Bucketizer()
        .setInputCol(target)
        .setOutputCol(STRATUM)
        .setHandleInvalid("keep")
        .setSplits(splits)
        .transform(rows);
  }
}
