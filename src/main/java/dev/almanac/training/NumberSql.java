package dev.almanac.training;

import dev.almanac.core.spec.NumberShape;
import java.util.List;

/**
 * What is made of a number, as SQL that is exported to PMML with the same meaning. All of it is
 * arithmetic of doubles, which every engine does to the last bit.
 */
final class NumberSql {
  private NumberSql() {}

  /** The number within its bounds, and its logarithm if that is asked for. */
  static String bounded(String column, NumberShape shape) {
    String sql = column;
    if (shape.max().isPresent()) {
      sql = "least(%s, %s)".formatted(sql, literal(shape.max().getAsDouble()));
    }
    if (shape.min().isPresent()) {
      sql = "greatest(%s, %s)".formatted(sql, literal(shape.min().getAsDouble()));
    }
    return shape.log() ? "log1p(greatest(%s, 0.0D))".formatted(sql) : sql;
  }

  /** The number of its range: ranges as a number. */
  static String bucket(String sql, List<Double> bounds) {
    StringBuilder cases = new StringBuilder("CASE");
    for (int i = 0; i < bounds.size(); i++) {
      cases.append(
          " WHEN %s < %s THEN %s"
              .formatted(withoutSignOfZero(sql), literal(bounds.get(i)), literal(i)));
    }
    return cases.append(" ELSE %s END".formatted(literal(bounds.size()))).toString();
  }

  /** Engines differ in whether -0.0 is below 0.0; a sum with 0.0 is never -0.0. */
  static String withoutSignOfZero(String sql) {
    return "(%s + 0.0D)".formatted(sql);
  }

  /** The number on a scale. */
  static String scaled(String sql, NumberFit.Scaling scaling) {
    String shifted =
        scaling.shift() == 0 ? sql : "(%s - %s)".formatted(sql, literal(scaling.shift()));
    return "%s / %s".formatted(shifted, literal(scaling.divisor()));
  }

  /** A DOUBLE that is read back as the same number. */
  static String literal(double value) {
    return (value == 0 ? 0.0 : value) + "D";
  }
}
