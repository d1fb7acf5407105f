package dev.almanac.database;

import dev.almanac.core.Text;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a copy came to.
 *
 * @param table the table, with its schema
 * @param rows how many the date has there
 * @param inserted rows that were not there before
 * @param updated rows that were, with other values
 * @param removed rows that are in the publication no more
 * @param newer absent, or the newer state of the forecast table that somebody else has copied
 *     meanwhile: then nothing was changed, and all counts are 0
 */
public record Copied(
    String table, long rows, long inserted, long updated, long removed, OptionalLong newer) {
  /** In words. */
  public String describe() {
    if (newer.isPresent()) {
      return String.format(
          Locale.ROOT,
          "%s has a newer publication already, of version %d of the forecast table",
          table,
          newer.getAsLong());
    }
    return "copied to %s: %s, of them %s inserted and %s updated; %s removed"
        .formatted(
            table,
            Text.count(rows, "row"),
            Text.grouped(inserted),
            Text.grouped(updated),
            Text.grouped(removed));
  }

  static Copied overtaken(String table, long version) {
    return new Copied(table, 0, 0, 0, 0, OptionalLong.of(version));
  }
}
