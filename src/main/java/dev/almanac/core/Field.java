package dev.almanac.core;

import java.io.Serializable;
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
 *     and texts
 * @param levels for a categorical field, the levels seen in training, sorted; for a text, the terms
 *     that count, sorted; empty for a numeric
 */
public record Field(
    String name,
    FieldType type,
    Kind kind,
    MissingPolicy missing,
    UnseenPolicy unseen,
    List<String> levels)
    implements Serializable {
  /**
   * The longest text that a model reads, in characters (Unicode code points); rows with longer ones
   * are rejected. Words are looked for one by one, so the length bounds the work.
   */
  public static final int LONGEST_TEXT = 30_000;

  /** How a model reads a field. */
  public enum Kind {
    NUMERIC("numeric"),
    CATEGORICAL("categorical"),
    /** Free text, whose words are counted. */
    TEXT("text");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word in manifests. */
    public String word() {
      return word;
    }
  }

  /** Copies the levels. */
  public Field {
    Objects.requireNonNull(name, "name");
    levels = List.copyOf(levels);
  }
}
