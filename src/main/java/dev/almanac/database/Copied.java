package dev.almanac.database;

import dev.almanac.core.Text;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Result of an export.
 *
 * @param table the table, with its schema
 * @param rows rows of the run date after the export
 * @param inserted new rows
 * @param updated changed rows
 * @param removed rows that are no longer in the publication
 * @param newer the newer version of the forecast table that another export has written meanwhile;
 *     then nothing was changed and all counts are 0. Absent otherwise
 */
public record Copied(
    String table, long rows, long inserted, long updated, long removed, OptionalLong newer) {
  /** A description for people. */
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
