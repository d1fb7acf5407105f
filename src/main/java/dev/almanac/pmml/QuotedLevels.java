package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.util.List;
import java.util.stream.Collectors;
import org.dmg.pmml.Array;
import org.dmg.pmml.ComplexArray;
import org.dmg.pmml.SimpleSetPredicate;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.ArrayUtil;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Writes sets of levels so that they can be read again. JPMML puts a backslash before a quotation
 * mark in a level, but quotation marks around it only if it has a space; its own reader then takes
 * {@code a"b} for two levels.
 */
final class QuotedLevels extends AbstractVisitor {
  @Override
  public VisitorAction visit(SimpleSetPredicate predicate) {
    if (predicate.requireArray() instanceof ComplexArray array) {
      List<String> levels = array.getValue().stream().map(String::valueOf).toList();
      if (!survives(levels, ArrayUtil.format(Array.Type.STRING, levels))) {
        String quoted = levels.stream().map(QuotedLevels::quote).collect(Collectors.joining(" "));
        if (!survives(levels, quoted)) {
          throw new AlmanacException(
              ErrorCode.NOT_EXPORTABLE,
              "feature '%s' has levels that PMML cannot hold in one set: %s.\nReplace quotation marks and backslashes in the job's query."
                  .formatted(predicate.requireField(), Text.printable(String.join(" | ", levels))));
        }
        predicate.setArray(new Array(Array.Type.STRING, quoted));
      }
    }
    return super.visit(predicate);
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
