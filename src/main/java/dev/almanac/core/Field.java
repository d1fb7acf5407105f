package dev.almanac.core;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One input field of a model: the column, its type and its missing and unseen policies.
 *
 * @param name the column
 * @param type the column's type in training
 * @param kind how the model reads the column
 * @param missing policy for a row in which the field is null
 * @param unseen policy for a row whose level is not among {@code levels}; REJECT for numbers and
 *     texts
 * @param levels for a categorical field, the levels seen in training, sorted; for a text, the terms
 *     of the vocabulary, sorted; empty for a numeric field
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
   * The longest text that a model reads, in characters (Unicode code points); rows with longer
   * texts are rejected. The limit bounds the work of the word search.
   */
  public static final int LONGEST_TEXT = 30_000;

  /** How a model reads a field. */
  public enum Kind {
    NUMERIC("numeric"),
    CATEGORICAL("categorical"),
    /** Free text; the model counts its terms. */
    TEXT("text");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The name in manifests. */
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
