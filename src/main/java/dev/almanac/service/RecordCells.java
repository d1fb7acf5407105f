package dev.almanac.service;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.Field;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.forecast.FeatureSource;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adapter of records to the engines' feature source. Not thread-safe. */
final class RecordCells implements FeatureSource {
  private final List<Field> fields;
  private final Levels levels;
  private final RecordRows rows;

  RecordCells(List<Field> fields, Levels levels, RecordRows rows) {
    this.fields = fields;
    this.levels = levels;
    this.rows = rows;
  }

  /** Category levels of text fields, with their codes in the compiled model. Immutable. */
  static final class Levels {
    private final @Nullable CompiledModel compiled;
    private final List<Set<String>> allowed;

    Levels(List<Field> fields, Optional<CompiledModel> compiled) {
      this.compiled = compiled.orElse(null);
      this.allowed =
          fields.stream().<Set<String>>map(field -> new HashSet<>(field.levels())).toList();
    }

    /** The code of a text; negative if the field rejects it. */
    int code(int index, Field field, String text) {
      if (field.unseen() == UnseenPolicy.REJECT && !allowed.get(index).contains(text)) {
        return -1;
      }
      if (compiled == null) {
        return 0;
      }
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return compiled.code(utf8, 0, utf8.length);
    }
  }

  @Override
  public long nulls(int input, int from, int count) {
    long nulls = 0;
    for (int i = 0; i < count; i++) {
      nulls |= (rows.isMissing(from + i, input) ? 1L : 0L) << i;
    }
    return nulls;
  }

  @Override
  public void numbers(int input, int from, int count, double[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = rows.isMissing(from + i, input) ? 0 : rows.number(from + i, input);
    }
  }

  @Override
  public void codes(int input, int from, int count, double[] into) {
    for (int i = 0; i < count; i++) {
      String text = rows.text(from + i, input);
      into[i] = text == null ? 0 : levels.code(input, fields.get(input), text);
    }
  }

  @Override
  public String text(int input, int row) {
    return String.valueOf(rows.text(row, input));
  }
}
