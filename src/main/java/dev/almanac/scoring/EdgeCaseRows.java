package dev.almanac.scoring;

import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.Text;
import dev.almanac.core.UnseenPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Generates rows for the edge cases in which exported models are known to differ: one field has an
 * edge value, the others the values of an ordinary row.
 */
final class EdgeCaseRows {
  private static final int LEVELS_TRIED = 100;
  private static final int TERMS_TRIED = 50;
  private static final int FIELDS_TRIED = 100;
  private static final int LONG_TEXT = 20_000;

  /**
   * Texts without a word, without a known word, and with letters whose count or form changes in
   * lower case.
   */
  private static final List<String> OTHER_TEXTS =
      List.of(
          "",
          " ",
          "\t\r\n",
          "...",
          "no such words here",
          "\u0130STANBUL \u01C5 STRASSE \u1E9E \u039F\u03A3 \u017F \u212A",
          "e\u0301te\u0301 \u6F22\u5B57 \u0661\u0662 \uD835\uDC00 \uD83D\uDE00 \u00AD",
          "\u0000");

  private final Signature signature;
  private final @Nullable Object[] base;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> stories = new ArrayList<>();

  private EdgeCaseRows(Signature signature, Row ordinary) {
    this.signature = signature;
    this.base = new @Nullable Object[signature.inputs().size()];
    for (int i = 0; i < base.length; i++) {
      Field field = signature.inputs().get(i);
      base[i] = usable(field, ordinary.get(i)) ? ordinary.get(i) : neutral(field);
    }
  }

  /**
   * Generates rows from a sample.
   *
   * @param sample rows of a holdout, one column per input, in the signature's order
   */
  static EdgeCaseRows around(Signature signature, List<Row> sample) {
    EdgeCaseRows edges = new EdgeCaseRows(signature, sample.get(0));
    // Every row has all fields; with thousands of fields, each edge of each field would exceed the
    // memory.
    int step = Math.max(1, (signature.inputs().size() + FIELDS_TRIED - 1) / FIELDS_TRIED);
    for (int i = 0; i < signature.inputs().size(); i += step) {
      edges.add(i, null, "is null");
      if (signature.inputs().get(i).kind() == Field.Kind.NUMERIC) {
        edges.addNumbers(i, sample);
      } else if (signature.inputs().get(i).kind() == Field.Kind.TEXT) {
        edges.addFreeTexts(i);
      } else {
        edges.addTexts(i);
      }
    }
    edges.rows.add(RowFactory.create(new @Nullable Object[edges.base.length]));
    edges.stories.add("made: every field is null");
    return edges;
  }

  List<Row> rows() {
    return rows;
  }

  List<String> stories() {
    return stories;
  }

  private void addNumbers(int index, List<Row> sample) {
    DoubleSummaryStatistics seen = new DoubleSummaryStatistics();
    sample.stream()
        .map(row -> (Double) row.get(index))
        .filter(value -> value != null && Double.isFinite(value))
        .mapToDouble(Double::doubleValue)
        .forEach(seen);
    Set<Double> values = new LinkedHashSet<>();
    if (seen.getCount() > 0) {
      values.addAll(List.of(seen.getMin(), seen.getMax(), seen.getMin() - 1, seen.getMax() + 1));
    }
    values.addAll(List.of(0.0, -0.0, 1e-300, 0x1p31 + 1, -0x1p31 - 1, 0x1p53 + 2, Double.NaN));
    values.addAll(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    values.forEach(value -> add(index, value, "is " + value));
  }

  private void addTexts(int index) {
    Field field = signature.inputs().get(index);
    Set<String> values = new LinkedHashSet<>();
    values.addAll(field.levels().subList(0, Math.min(LEVELS_TRIED, field.levels().size())));
    values.addAll(Arrays.asList("no such level", "", " ", "Ünïcode ☂ 漢字 \uD83D\uDE00", "null"));
    if (!field.levels().isEmpty()) {
      String level = field.levels().get(0);
      values.add(level + " ");
      values.add(level.toUpperCase(Locale.ROOT));
    }
    values.forEach(value -> add(index, value, "is '" + Text.printable(value) + "'"));
  }

  /**
   * Single terms, terms in capitals, terms between ignored characters, and terms repeated many
   * times.
   */
  private void addFreeTexts(int index) {
    List<String> terms = signature.inputs().get(index).levels();
    Set<String> values = new LinkedHashSet<>(OTHER_TEXTS);
    for (String term : terms.subList(0, Math.min(TERMS_TRIED, terms.size()))) {
      values.add(term);
      values.add(term.toUpperCase(Locale.ROOT));
    }
    String all = String.join(" ", terms.subList(0, Math.min(TERMS_TRIED, terms.size())));
    for (String between : List.of("\t", "\r\n", "-", "_", "'", " the ", "\u00A0", "\u200B", "x")) {
      values.add(between + all.replace(" ", between) + between);
    }
    values.add(all.toUpperCase(Locale.ROOT));
    values.add((all + ". ").repeat(Math.max(1, LONG_TEXT / (all.length() + 2))));
    values.forEach(value -> add(index, value, "is '" + Text.printable(value) + "'"));
  }

  private void add(int index, @Nullable Object value, String what) {
    @Nullable Object[] row = base.clone();
    row[index] = value;
    rows.add(RowFactory.create(row));
    stories.add("made: field '%s' %s".formatted(signature.inputs().get(index).name(), what));
  }

  private static boolean usable(Field field, @Nullable Object value) {
    if (value == null) {
      return false;
    }
    if (field.kind() == Field.Kind.TEXT) {
      return true;
    }
    return field.kind() == Field.Kind.NUMERIC
        ? Double.isFinite((Double) value)
        : field.unseen() == UnseenPolicy.LEVEL || field.levels().contains(Objects.toString(value));
  }

  private static Object neutral(Field field) {
    if (field.kind() == Field.Kind.NUMERIC) {
      return 0.0;
    }
    return field.levels().isEmpty() ? "" : field.levels().get(0);
  }
}
