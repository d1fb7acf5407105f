package dev.almanac.training;

import dev.almanac.core.spec.NumberShape;
import java.util.List;

/**
 * SQL of numeric transformations that is exported to PMML with the same meaning. It uses only
 * arithmetic of doubles, which is bit-identical in every engine.
 */
final class NumberSql {
  private NumberSql() {}

  /** Clips the number and takes its logarithm, as the shape says. */
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

  /** The index of the number's bin. */
  static String bucket(String sql, List<Double> bounds) {
    StringBuilder cases = new StringBuilder("CASE");
    for (int i = 0; i < bounds.size(); i++) {
      cases.append(
          " WHEN %s < %s THEN %s"
              .formatted(withoutSignOfZero(sql), literal(bounds.get(i)), literal(i)));
    }
    return cases.append(" ELSE %s END".formatted(literal(bounds.size()))).toString();
  }

  /** Adds 0.0, which replaces -0.0 by 0.0: engines disagree on whether -0.0 is below 0.0. */
  static String withoutSignOfZero(String sql) {
    return "(%s + 0.0D)".formatted(sql);
  }

  /** The scaled number. */
  static String scaled(String sql, NumberFit.Scaling scaling) {
    String shifted =
        scaling.shift() == 0 ? sql : "(%s - %s)".formatted(sql, literal(scaling.shift()));
    return "%s / %s".formatted(shifted, literal(scaling.divisor()));
  }

  /** A DOUBLE literal that is parsed to the same number. */
  static String literal(double value) {
    return (value == 0 ? 0.0 : value) + "D";
  }
}
