package dev.almanac.core;

import java.util.List;
import java.util.Objects;

/**
 * One input of a model, as the rows to be scored must have it.
 *
 * @param name the column
 * @param type the type it had in training
 * @param kind how the model reads it
 * @param missing what happens to a row in which it is null
 * @param unseen what happens to a row whose level is not among {@code levels}; REJECT for numbers
 * @param levels for a categorical field, the levels seen in training, sorted; empty for a numeric
 */
public record Field(
    String name,
    FieldType type,
    Kind kind,
    MissingPolicy missing,
    UnseenPolicy unseen,
    List<String> levels) {
  /** How a model reads a field. */
  public enum Kind {
    NUMERIC,
    CATEGORICAL
  }

  /** Copies the levels. */
  public Field {
    Objects.requireNonNull(name, "name");
    levels = List.copyOf(levels);
  }
}
