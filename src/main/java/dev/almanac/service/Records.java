package dev.almanac.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads records for a model: every field it needs, of its type, and no others. A field that is null
 * is a missing value, as in a table. Immutable.
 */
final class Records {
  private static final int TOLD = 20;

  private final List<Field> fields;
  private final Map<String, Integer> indexes = new HashMap<>();

  Records(List<Field> fields) {
    this.fields = fields;
    for (int i = 0; i < fields.size(); i++) {
      indexes.put(fields.get(i).name(), i);
    }
  }

  /**
   * The values by record and field.
   *
   * @throws Problem 422 with the names of the fields that are unknown, missing or of another type
   */
  @Nullable Object[][] read(List<JsonNode> records) {
    List<String> problems = new ArrayList<>();
    Set<String> faulty = new TreeSet<>();
    boolean mistyped = false;
    @Nullable Object[][] rows = new Object[records.size()][];
    for (int i = 0; i < rows.length && problems.size() < TOLD; i++) {
      String where = rows.length == 1 ? "" : "record %d: ".formatted(i);
      if (!(records.get(i) instanceof ObjectNode record)) {
        throw new Problem(
            422,
            ErrorCode.WRONG_TYPE.name(),
            where + "a record is an object of the model's fields.");
      }
      rows[i] = new Object[fields.size()];
      mistyped |= readInto(rows[i], record, where, problems, faulty);
      unknown(record, where, problems, faulty);
    }
    if (!problems.isEmpty()) {
      throw new Problem(
          422,
          (mistyped ? ErrorCode.WRONG_TYPE : ErrorCode.SCHEMA_MISMATCH).name(),
          String.join("; ", problems) + ".\nThe model's fields are: " + told() + ".",
          List.copyOf(faulty));
    }
    return rows;
  }

  /** Whether a field was there, but of another type. */
  private boolean readInto(
      @Nullable Object[] row,
      ObjectNode record,
      String where,
      List<String> problems,
      Set<String> faulty) {
    boolean mistyped = false;
    for (int f = 0; f < row.length; f++) {
      Field field = fields.get(f);
      JsonNode value = record.get(field.name());
      if (value == null) {
        faulty.add(field.name());
        problems.add(
            "%sthe field '%s' is missing; write null for a value that is not known"
                .formatted(where, field.name()));
      } else if (!value.isNull()) {
        Optional<Object> read = value(field, value);
        if (read.isEmpty()) {
          mistyped = true;
          faulty.add(field.name());
          problems.add(
              "%sthe field '%s' is %s, not %s"
                  .formatted(where, field.name(), expected(field), found(value)));
        } else {
          row[f] = read.get();
        }
      }
    }
    return mistyped;
  }

  private void unknown(ObjectNode record, String where, List<String> problems, Set<String> faulty) {
    if (record.size() <= fields.size() && indexes.keySet().size() == record.size()) {
      boolean all = true;
      for (Iterator<String> names = record.fieldNames(); names.hasNext(); ) {
        all &= indexes.containsKey(names.next());
      }
      if (all) {
        return;
      }
    }
    for (Iterator<String> names = record.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!indexes.containsKey(name)) {
        faulty.add(Text.printable(name));
        problems.add(
            "%s'%s' is no field of the model%s"
                .formatted(where, Text.printable(name), Text.didYouMean(name, indexes.keySet())));
      }
    }
  }

  /** The value as the engines know it; empty if it is of another type. */
  private static Optional<Object> value(Field field, JsonNode value) {
    switch (field.type()) {
      case STRING -> {
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
      }
      case BOOLEAN -> {
        if (!value.isBoolean()) {
          return Optional.empty();
        }
        return Optional.of(
            field.kind() == Field.Kind.NUMERIC
                ? (Object) (value.booleanValue() ? 1.0 : 0.0)
                : String.valueOf(value.booleanValue()));
      }
      case INTEGER, DOUBLE -> {
        if (!value.isNumber()) {
          return Optional.empty();
        }
        if (field.kind() == Field.Kind.NUMERIC) {
          return Optional.of(value.doubleValue());
        }
        // A level is spelled as the table's type spells it, and tables have no larger ones.
        return value.isIntegralNumber() && value.canConvertToLong()
            ? Optional.of(Long.toString(value.longValue()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String expected(Field field) {
    return switch (field.type()) {
      case STRING -> "a text";
      case BOOLEAN -> "true or false";
      case INTEGER, DOUBLE -> field.kind() == Field.Kind.NUMERIC ? "a number" : "a whole number";
    };
  }

  private static String found(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the text '" + Text.printable(value.textValue()) + "'";
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      default -> Text.printable(value.asText());
    };
  }

  private String told() {
    List<String> all = new ArrayList<>();
    fields.forEach(field -> all.add(field.name() + " (" + expected(field) + ")"));
    return String.join(", ", all);
  }
}
