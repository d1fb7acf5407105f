package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.dmg.pmml.Array;
import org.dmg.pmml.Expression;
import org.dmg.pmml.InlineTable;
import org.jpmml.evaluator.ArrayUtil;
import org.jpmml.evaluator.InlineTableUtil;
import org.jpmml.model.PMMLException;

/** Parses those parts of a document that the object model leaves as text. */
public final class PmmlContent {
  private PmmlContent() {}

  /** The items of an array. */
  public static Collection<?> items(Array array) {
    return array.getValue() instanceof Collection<?> items ? items : ArrayUtil.getContent(array);
  }

  /** The rows of a table, each a map from column to value. */
  public static List<Map<String, Object>> rows(InlineTable table) {
    com.google.common.collect.Table<Integer, String, Object> content =
        InlineTableUtil.getContent(table);
    List<Map<String, Object>> rows = new ArrayList<>();
    Set<Integer> keys = new TreeSet<>(content.rowKeySet());
    keys.forEach(key -> rows.add(content.row(key)));
    return rows;
  }

  /** The PMML name of an expression: its element, or the function that it calls. */
  public static String name(Expression expression) {
    return expression instanceof BoundedFunctions.BoundedCall call
        ? "the function '" + call.function() + "'"
        : expression.getClass().getSimpleName();
  }

  /**
   * Runs code that reads a document.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED if a required part is missing
   */
  public static <T> T reading(Supplier<T> work) {
    try {
      return work.get();
    } catch (PMMLException e) {
      throw PmmlScreen.damaged(PmmlScreen.plain(e), e);
    }
  }
}
