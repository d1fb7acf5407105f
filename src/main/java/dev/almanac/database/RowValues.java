package dev.almanac.database;

import org.jspecify.annotations.Nullable;

/** Values of one row. */
@FunctionalInterface
public interface RowValues {
  /**
   * The value of a column: a text, a boolean, a number, a {@code byte[]}, a {@code LocalDate}, a
   * {@code LocalDateTime} or an {@code Instant}.
   */
  @Nullable Object get(int column);
}
