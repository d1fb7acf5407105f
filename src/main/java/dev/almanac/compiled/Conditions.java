package dev.almanac.compiled;

import dev.almanac.core.Text;
import dev.almanac.pmml.PmmlContent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.dmg.pmml.CompoundPredicate;
import org.dmg.pmml.False;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimpleSetPredicate;
import org.dmg.pmml.True;

/** Compiles predicates. */
final class Conditions {
  private Conditions() {}

  static Condition compile(NameResolver names, Predicate predicate) {
    if (predicate instanceof True) {
      return new Condition.Always(true);
    }
    if (predicate instanceof False) {
      return new Condition.Always(false);
    }
    if (predicate instanceof SimplePredicate simple) {
      return simple(names, simple);
    }
    if (predicate instanceof SimpleSetPredicate set) {
      return set(
          names.compiler(),
          names.resolve(set.requireField()),
          PmmlContent.items(set.requireArray()),
          set.requireBooleanOperator() == SimpleSetPredicate.BooleanOperator.IS_IN);
    }
    if (predicate instanceof CompoundPredicate compound) {
      return compound(names, compound);
    }
    throw new UnsupportedException(
        "%s, at %s".formatted(predicate.getClass().getSimpleName(), names.where()));
  }

  private static Condition compound(NameResolver names, CompoundPredicate compound) {
    List<Condition> parts = new ArrayList<>();
    for (Predicate part : compound.requirePredicates()) {
      parts.add(compile(names, part));
    }
    if (parts.size() < 2) {
      throw new UnsupportedException("a CompoundPredicate of one part, at " + names.where());
    }
    return new Condition.Compound(
        switch (compound.requireBooleanOperator()) {
          case AND -> Condition.Join.AND;
          case OR -> Condition.Join.OR;
          case XOR -> Condition.Join.XOR;
          case SURROGATE -> Condition.Join.SURROGATE;
        },
        parts);
  }

  private static Condition simple(NameResolver names, SimplePredicate simple) {
    Value value = names.resolve(simple.requireField());
    return switch (simple.requireOperator()) {
      case IS_MISSING -> new Condition.Missing(value, true);
      case IS_NOT_MISSING -> new Condition.Missing(value, false);
      case EQUAL -> set(names.compiler(), value, List.of(simple.requireValue()), true);
      case NOT_EQUAL -> set(names.compiler(), value, List.of(simple.requireValue()), false);
      case LESS_OR_EQUAL -> new Condition.Order(value, limit(value, simple), true);
      case LESS_THAN -> new Condition.Order(value, Math.nextDown(limit(value, simple)), true);
      case GREATER_THAN -> new Condition.Order(value, limit(value, simple), false);
      case GREATER_OR_EQUAL ->
          new Condition.Order(value, Math.nextDown(limit(value, simple)), false);
    };
  }

  private static double limit(Value value, SimplePredicate simple) {
    String where = "the predicate of '" + Text.printable(simple.requireField()) + "'";
    if (!value.isOrdered()) {
      throw new UnsupportedException("an order of what is no number, at " + where);
    }
    return limit(value, simple.requireValue(), where);
  }

  /**
   * The number that a value is compared with: rounded to a float for a FLOAT value, otherwise
   * exactly the document's number.
   */
  static double limit(Value value, Object literal, String where) {
    try {
      return switch (value.type()) {
        case FLOAT -> ((Number) Types.parse(value.type(), literal)).doubleValue() + 0.0;
        default -> Types.number(literal) + 0.0;
      };
    } catch (NumberFormatException e) {
      throw new UnsupportedException(
          "a comparison with '%s', at %s"
              .formatted(Text.printable(String.valueOf(literal)), where));
    }
  }

  /** Whether a value is in a set. */
  static Condition set(Compiler compiler, Value value, Collection<?> literals, boolean in) {
    String where = "a set of values";
    if (value.isText()) {
      BitSet codes = new BitSet();
      for (Object literal : literals) {
        codes.set((int) Types.held(compiler.words(), value.type(), literal, where));
      }
      return new Condition.Member(value, codes, in);
    }
    List<Double> numbers = new ArrayList<>();
    for (Object literal : literals) {
      numbers.add(Types.held(compiler.words(), value.type(), literal, where));
    }
    return new Condition.Among(value, List.copyOf(numbers), in);
  }
}
