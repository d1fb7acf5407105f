package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.testing.TestSpark;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class MomentsIT {
  private static final int ROWS = 12_000;
  private static final int PARTITIONS = 3;

  @Test
  void equalsAPlainComputation() {
    List<Moments> found =
        Moments.of(
            rows(), List.of(functions.col("x"), functions.col("gaps"), functions.col("large")));

    double[] all = LongStream.range(0, ROWS).mapToDouble(MomentsIT::value).toArray();
    assertThat(found.get(0).mean()).isEqualTo(exactSum(all) / ROWS);
    assertThat(found.get(0).deviation()).isCloseTo(deviation(all), within(1e-9));
    double[] some = LongStream.range(0, 10).mapToDouble(MomentsIT::value).toArray();
    assertThat(found.get(1).mean()).isEqualTo(exactSum(some) / 10);
    assertThat(found.get(1).deviation()).isCloseTo(deviation(some), within(1e-9));
    assertThat(found.get(2).mean()).isEqualTo(1e15 + (ROWS - 1) / 2.0);
    assertThat(found.get(2).deviation())
        .isCloseTo(Math.sqrt(ROWS * (ROWS + 1.0) / 12), within(1e-3));
  }

  @Test
  void hasNoMeanWithoutAValueAndNoDeviationOfOne() {
    List<Moments> found =
        Moments.of(
            rows().filter("id = 7"), List.of(functions.col("x"), functions.expr("double(null)")));

    assertThat(found.get(0).mean()).isEqualTo(value(7));
    assertThat(found.get(0).deviation()).isZero();
    assertThat(found.get(1).count()).isZero();
    assertThat(found.get(1).mean()).isNaN();
    assertThat(found.get(1).deviation()).isZero();
  }

  private static Dataset<Row> rows() {
    return TestSpark.session()
        .range(0, ROWS, 1, PARTITIONS)
        .selectExpr(
            "id",
            "id % 101 / 7D as x",
            "if(id < 10, id % 101 / 7D, null) as gaps",
            "1e15D + id as large");
  }

  private static double value(long id) {
    return id % 101 / 7.0;
  }

  private static double exactSum(double[] values) {
    return DoubleStream.of(values)
        .mapToObj(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  private static double deviation(double[] values) {
    double mean = DoubleStream.of(values).average().orElseThrow();
    double squares = DoubleStream.of(values).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
