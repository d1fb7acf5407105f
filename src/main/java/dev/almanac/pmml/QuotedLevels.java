package dev.almanac.pmml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dmg.pmml.Array;
import org.dmg.pmml.ComplexArray;
import org.dmg.pmml.CompoundPredicate;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimpleSetPredicate;
import org.jpmml.model.ArrayUtil;
import org.jpmml.model.visitors.PredicateFilterer;

/**
 * Writes sets of levels so that they can be parsed again. JPMML escapes a quotation mark in a
 * level, but quotes the level only if it contains a space; its own parser then reads {@code a"b} as
 * two levels, and splits at any white space.
 *
 * <p>A level that needs quotes and ends with a backslash cannot be in a set, because a backslash
 * followed by a quotation mark is an escaped quotation mark. Such a level gets its own comparison
 * in addition to the set, where it is an attribute's value.
 */
final class QuotedLevels extends PredicateFilterer {
  @Override
  public Predicate filter(Predicate predicate) {
    if (!(predicate instanceof SimpleSetPredicate set)
        || !(set.requireArray() instanceof ComplexArray array)) {
      return predicate;
    }
    List<String> levels = array.getValue().stream().map(String::valueOf).toList();
    if (survives(levels, ArrayUtil.format(Array.Type.STRING, levels))) {
      return set;
    }
    List<String> inSet =
        levels.stream().filter(level -> survives(List.of(level), quote(level))).toList();
    boolean isIn = set.requireBooleanOperator() == SimpleSetPredicate.BooleanOperator.IS_IN;
    List<Predicate> parts = new ArrayList<>();
    if (!inSet.isEmpty()) {
      String text = inSet.stream().map(QuotedLevels::quote).collect(Collectors.joining(" "));
      // A new predicate: nodes may share one, and this one may lack some of its levels.
      parts.add(
          new SimpleSetPredicate(
              set.requireField(),
              set.requireBooleanOperator(),
              new Array(Array.Type.STRING, text)));
    }
    for (String level : levels) {
      if (!inSet.contains(level)) {
        parts.add(
            new SimplePredicate(
                set.requireField(),
                isIn ? SimplePredicate.Operator.EQUAL : SimplePredicate.Operator.NOT_EQUAL,
                level));
      }
    }
    return parts.size() == 1
        ? parts.get(0)
        : new CompoundPredicate()
            .setBooleanOperator(
                isIn ? CompoundPredicate.BooleanOperator.OR : CompoundPredicate.BooleanOperator.AND)
            .addPredicates(parts.toArray(new Predicate[0]));
  }

  private static boolean survives(List<String> levels, String text) {
    return ArrayUtil.parse(Array.Type.STRING, text).equals(levels);
  }

  private static String quote(String level) {
    return level.isEmpty()
            || level.contains("\"")
            || level.codePoints().anyMatch(Character::isWhitespace)
        ? "\"" + level.replace("\"", "\\\"") + "\""
        : level;
  }
}
