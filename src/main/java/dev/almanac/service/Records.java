package dev.almanac.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Streaming parser of records for a model: each record must have exactly the model's fields, with
 * their types. A null field is a missing value, as in a table. Immutable.
 */
final class Records {
  /** Parsing stops after this number of problems; the rest of the body is not checked. */
  private static final int MOST_PROBLEMS = 10;

  private static final int FIELDS_SHOWN = 20;

  private final List<Field> fields;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final boolean[] isNumber;

  Records(List<Field> fields) {
    this.fields = fields;
    this.isNumber = new boolean[fields.size()];
    for (int i = 0; i < fields.size(); i++) {
      indexes.put(fields.get(i).name(), i);
      isNumber[i] = fields.get(i).kind() == Field.Kind.NUMERIC;
    }
  }

  /** Starts to parse the records of a request. */
  Reading begin() {
    return new Reading();
  }

  /** A problem of a record. */
  private record Note(int row, String what) {}

  /** Parser of the records of one request, in sequence. Not thread-safe. */
  final class Reading {
    private final RecordRows rows = new RecordRows(isNumber);
    private final List<Note> notes = new ArrayList<>();
    private final Set<String> faulty = new TreeSet<>();
    private boolean mistyped;

    /**
     * Parses a record.
     *
     * @param parser at its beginning
     * @throws ApiException 422 if the limit of problems is reached
     */
    void read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        mistyped = true;
        rows.add();
        notes.add(new Note(rows.size() - 1, "a record is an object of the model's fields"));
        throw problem(true);
      }
      rows.add();
      BitSet seen = new BitSet(fields.size());
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        Integer index = indexes.get(name);
        if (index == null) {
          note(
              Text.printable(name),
              "'%s' is no field of the model%s"
                  .formatted(Text.printable(name), Text.didYouMean(name, indexes.keySet())));
          parser.skipChildren();
        } else {
          seen.set(index);
          value(index, parser);
        }
      }
      for (int f = seen.nextClearBit(0); f < fields.size(); f = seen.nextClearBit(f + 1)) {
        String name = fields.get(f).name();
        note(
            Text.printable(name),
            "the field '%s' is missing; write null for a value that is not known"
                .formatted(Text.printable(name)));
      }
    }

    private void value(int index, JsonParser parser) throws IOException {
      Field field = fields.get(index);
      if (parser.currentToken() == JsonToken.VALUE_NULL || put(index, field, parser)) {
        return;
      }
      mistyped = true;
      note(
          Text.printable(field.name()),
          "the field '%s' is %s, not %s"
              .formatted(Text.printable(field.name()), expected(field), found(parser)));
      parser.skipChildren();
    }

    /** Stores the value in the engines' form; false if it has another type. */
    private boolean put(int index, Field field, JsonParser parser) throws IOException {
      JsonToken token = parser.currentToken();
      if (field.type() == FieldType.STRING) {
        return token == JsonToken.VALUE_STRING && put(index, parser.getText());
      }
      if (field.type() == FieldType.BOOLEAN) {
        return token.isBoolean() && put(index, parser.getBooleanValue());
      }
      if (isNumber[index]) {
        return token.isNumeric() && put(index, parser.getDoubleValue());
      }
      // A level has the spelling of the table's type, and tables have no larger integers.
      return token == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
          && put(index, Long.toString(parser.getLongValue()));
    }

    private boolean put(int index, boolean value) {
      return isNumber[index] ? put(index, value ? 1.0 : 0.0) : put(index, String.valueOf(value));
    }

    private boolean put(int index, double value) {
      rows.put(index, value);
      return true;
    }

    private boolean put(int index, String value) {
      rows.put(index, value);
      return true;
    }

    private void note(String field, String what) {
      faulty.add(field);
      notes.add(new Note(rows.size() - 1, what));
      if (notes.size() >= MOST_PROBLEMS) {
        throw problem(true);
      }
    }

    /**
     * All records.
     *
     * @throws ApiException 422 with the names of unknown, missing or mistyped fields
     */
    RecordRows end() {
      if (!notes.isEmpty()) {
        throw problem(false);
      }
      return rows;
    }

    private ApiException problem(boolean isCut) {
      List<String> problems = new ArrayList<>();
      for (Note note : notes) {
        problems.add(
            (isCut || rows.size() > 1 ? String.format(Locale.ROOT, "record %d: ", note.row()) : "")
                + note.what());
      }
      if (isCut) {
        problems.add("the rest was not looked at");
      }
      return new ApiException(
          422,
          (mistyped ? ErrorCode.WRONG_TYPE : ErrorCode.SCHEMA_MISMATCH).name(),
          String.join("; ", problems) + ".\nThe model's fields are: " + shown() + ".",
          List.copyOf(faulty));
    }
  }

  private static String expected(Field field) {
    return switch (field.type()) {
      case STRING -> "a text";
      case BOOLEAN -> "true or false";
      case INTEGER, DOUBLE -> field.kind() == Field.Kind.NUMERIC ? "a number" : "a whole number";
    };
  }

  private static String found(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> "the text '" + Text.printable(parser.getText()) + "'";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      default -> Text.printable(parser.getText());
    };
  }

  private String shown() {
    List<String> all = new ArrayList<>();
    for (Field field : fields.subList(0, Math.min(FIELDS_SHOWN, fields.size()))) {
      all.add(Text.printable(field.name()) + " (" + expected(field) + ")");
    }
    if (fields.size() > FIELDS_SHOWN) {
      all.add(String.format(Locale.ROOT, "and %,d more", fields.size() - FIELDS_SHOWN));
    }
    return String.join(", ", all);
  }
}
