package dev.almanac.lookup;

import dev.almanac.core.Text;
import io.delta.kernel.data.ColumnVector;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Row filter of an aggregate query. Immutable. */
final class AggregateQueryFilter {
  private final List<Test> tests = new ArrayList<>();

  /** A condition, with values of the column's type. */
  private record Test(
      int index, CellKind kind, AggregateQuery.Comparison comparison, List<Object> values) {}

  AggregateQueryFilter(AggregateQuery question, AggregateQueryColumns columns) {
    for (AggregateQuery.Condition condition : question.where()) {
      int index = columns.index(condition.column());
      CellKind kind = columns.kind(index);
      int required =
          switch (condition.comparison()) {
            case IS_NULL, NOT_NULL -> 0;
            case IN -> Math.max(1, condition.values().size());
            default -> 1;
          };
      if (condition.values().size() != required) {
        throw AggregateQueryColumns.bad(
            String.format(
                Locale.ROOT,
                "the condition on '%s' has %s, and takes %s.",
                Text.printable(condition.column()),
                Text.count(condition.values().size(), "value"),
                condition.comparison() == AggregateQuery.Comparison.IN
                    ? "one or more"
                    : String.valueOf(required)));
      }
      List<Object> values = new ArrayList<>();
      for (String text : condition.values()) {
        values.add(value(condition.column(), text, columns, index));
      }
      tests.add(new Test(index, kind, condition.comparison(), values));
    }
  }

  private static Object value(
      String column, String text, AggregateQueryColumns columns, int index) {
    try {
      Object parsed = KernelValues.parse(text, columns.read().at(index).getDataType());
      if (parsed instanceof LocalDate date) {
        return date.toEpochDay();
      } else if (parsed instanceof Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
      } else if (parsed instanceof LocalDateTime time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
      } else if (parsed instanceof Float number) {
        return number.doubleValue();
      } else if (parsed instanceof BigDecimal || parsed instanceof Double) {
        return parsed;
      } else if (parsed instanceof Number number) {
        return number.longValue();
      }
      return parsed;
    } catch (IllegalArgumentException e) {
      throw AggregateQueryColumns.bad(
          "'%s' is no value of the column '%s': expected %s."
              .formatted(Text.printable(text), Text.printable(column), e.getMessage()));
    }
  }

  boolean accepts(ColumnVector[] columns, int row) {
    for (Test test : tests) {
      if (!accepts(test, AggregateQueryColumns.cell(test.kind(), columns[test.index()], row))) {
        return false;
      }
    }
    return true;
  }

  private static boolean accepts(Test test, @Nullable Object cell) {
    if (cell == null || test.comparison() == AggregateQuery.Comparison.IS_NULL) {
      return cell == null && test.comparison() == AggregateQuery.Comparison.IS_NULL;
    }
    if (test.comparison() == AggregateQuery.Comparison.NOT_NULL) {
      return true;
    }
    if (test.comparison() == AggregateQuery.Comparison.IN) {
      return test.values().stream().anyMatch(value -> compare(cell, value) == 0);
    }
    int order = compare(cell, test.values().get(0));
    return switch (test.comparison()) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
      case IN, IS_NULL, NOT_NULL -> throw new IllegalStateException("was answered above");
    };
  }

  /** The column's kind determines the common type of cells and values. */
  private static int compare(Object cell, Object value) {
    if (cell instanceof String text && value instanceof String other) {
      return text.compareTo(other);
    } else if (cell instanceof Long number && value instanceof Long other) {
      return number.compareTo(other);
    } else if (cell instanceof Double number && value instanceof Double other) {
      return number.compareTo(other);
    } else if (cell instanceof BigDecimal number && value instanceof BigDecimal other) {
      return number.compareTo(other);
    } else if (cell instanceof Boolean truth && value instanceof Boolean other) {
      return truth.compareTo(other);
    }
    throw new IllegalStateException(
        "values of two types: " + cell.getClass() + " and " + value.getClass());
  }
}
