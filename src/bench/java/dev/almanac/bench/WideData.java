package dev.almanac.bench;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Made-up tables of many columns, with a key and a label. Every value is a hash of the row's
 * number, so a table is the same on every machine.
 */
final class WideData {
  private static final int FILES = 8;

  private WideData() {}

  /** So many columns of fractions without a null. */
  static Dataset<Row> numbers(SparkSession spark, long rows, int columns) {
    List<Column> all = new ArrayList<>();
    for (int column = 1; column <= columns; column++) {
      all.add(expr(uniform(column)).as("n" + column));
    }
    return table(spark, rows, all, uniform(1) + " + " + uniform(2));
  }

  /**
   * 60 columns: fractions, decimals of 20 digits, whole numbers beyond 2^53, texts, a boolean and a
   * date. Their names have blanks, parentheses, dots, quotes and letters beyond ASCII, and 3 % of
   * the values are null.
   */
  static Dataset<Row> dirty(SparkSession spark, long rows) {
    List<Column> all = new ArrayList<>();
    for (int column = 1; column <= 24; column++) {
      all.add(nullable(uniform(column), column).as("price (EUR) " + column));
    }
    for (int column = 25; column <= 36; column++) {
      String decimal = "cast(" + uniform(column) + " * 1000000000 as decimal(20, 6))";
      all.add(nullable(decimal, column).as("rate." + column));
    }
    for (int column = 37; column <= 46; column++) {
      all.add(nullable("xxhash64(id, " + column + ")", column).as("\"count\" " + column));
    }
    for (int column = 47; column <= 58; column++) {
      String level = "concat('Zürich ', pmod(xxhash64(id), " + column + "))";
      all.add(nullable(level, column).as("Straße/" + column));
    }
    all.add(nullable(uniform(59) + " < 0.3", 59).as("is new?"));
    all.add(expr("date_add(DATE '2020-01-01', int(pmod(id, 1000)))").as("day"));
    return table(spark, rows, all, uniform(1) + " + " + uniform(25));
  }

  private static Dataset<Row> table(
      SparkSession spark, long rows, List<Column> columns, String score) {
    List<Column> all = new ArrayList<>(List.of(expr("xxhash64(id)").as(BenchData.KEY)));
    all.addAll(columns);
    all.add(expr("if(" + uniform(200) + " * 2 < " + score + ", 1, 0)").as(BenchData.LABEL));
    return spark.range(0, rows, 1, FILES).select(all.toArray(Column[]::new));
  }

  private static Column nullable(String sql, int salt) {
    return expr("if(pmod(xxhash64(id, " + (1000 + salt) + "), 100) < 3, null, " + sql + ")");
  }

  private static String uniform(int salt) {
    return String.format(Locale.ROOT, "pmod(xxhash64(id, %d), 1000003) / 1000003D", salt);
  }
}
