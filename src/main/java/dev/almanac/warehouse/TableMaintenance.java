package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunColumns;
import dev.almanac.core.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compaction and vacuum of a forecast table. Neither changes the table's content or disturbs
 * concurrent runs.
 */
public final class TableMaintenance {
  /** Younger files may be in use by a reader, or belong to a run that has not committed yet. */
  public static final int FEWEST_DAYS = 7;

  private static final int HOURS_A_DAY = 24;

  private final DeltaStore store;
  private final String path;

  TableMaintenance(DeltaStore store, String path) {
    this.store = store;
    this.path = path;
  }

  /**
   * Result of a compaction.
   *
   * @param dates the dates that had too many files; empty for a table without dates
   */
  public record Optimized(String table, List<LocalDate> dates, long filesBefore, long filesAfter) {}

  /**
   * Result of a vacuum or of its dry run.
   *
   * @param files their number; for a dry run a lower bound beyond a thousand
   */
  public record Vacuumed(String table, int days, long files) {}

  /**
   * Compacts the files of every date that has more than twice as many as its rows need; rows are
   * clustered by key again within a date.
   *
   * @throws AlmanacException SCHEMA_MISMATCH if the table is not one of Almanac's; LOST_RACE if a
   *     run replaced such a date meanwhile: its publication remains; WAREHOUSE_UNAVAILABLE
   */
  public Optimized optimize() {
    try {
      Map<String, String> properties = requireOurs();
      if (properties.containsKey(RunColumns.SCHEMA_PROPERTY)) {
        DeltaStore.Joined joined = store.compact(path);
        return new Optimized(path, List.of(), joined.removed(), joined.added());
      }
      List<String> keys = ForecastTableWriter.day(properties, LocalDate.EPOCH, "").keys();
      List<LocalDate> done = new ArrayList<>();
      long before = 0;
      long after = 0;
      for (DeltaStore.DateFiles files : store.dateFiles(path)) {
        if (files.files() > 2L * ForecastTableWriter.files(files.rows(), 1)) {
          DeltaStore.Joined joined = store.layOut(path, files.date(), keys);
          done.add(files.date());
          before += joined.removed();
          after += joined.added();
        }
      }
      return new Optimized(path, done, before, after);
    } catch (Exception e) {
      // Spark's checked exceptions are not declared.
      throw WarehouseErrors.writing(path, e);
    }
  }

  /**
   * Removes files that no version of the last days needs. A rollback to older publications is not
   * possible afterwards.
   *
   * @param days at least {@link #FEWEST_DAYS}
   * @throws AlmanacException BAD_OPTION for fewer days; SCHEMA_MISMATCH as above;
   *     WAREHOUSE_UNAVAILABLE
   */
  public Vacuumed vacuum(int days) {
    requireSafe(days);
    try {
      requireOurs();
      return new Vacuumed(path, days, store.vacuum(path, days * HOURS_A_DAY));
    } catch (Exception e) {
      throw WarehouseErrors.writing(path, e);
    }
  }

  /** Counts the files that {@link #vacuum} would remove, and removes nothing. */
  public Vacuumed rehearse(int days) {
    requireSafe(days);
    try {
      requireOurs();
      return new Vacuumed(path, days, store.rehearseVacuum(path, days * HOURS_A_DAY));
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
  }

  /** Refuses fewer days than {@link #FEWEST_DAYS}. */
  public static void requireSafe(int days) {
    if (days < FEWEST_DAYS) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          String.format(
              Locale.ROOT,
              "%s is too short a time: a reader that began before, or a run that has not committed"
                  + " yet, may need files that are younger than %d days.\n"
                  + "Keep %d or more; each day kept is a day further back that forecasts can be"
                  + " rolled back to.",
              Text.count(days, "day"),
              FEWEST_DAYS,
              FEWEST_DAYS));
    }
  }

  private Map<String, String> requireOurs() {
    Map<String, String> properties = store.properties(path);
    if (!properties.containsKey(ForecastTableWriter.SCHEMA_PROPERTY)
        && !properties.containsKey(RunColumns.SCHEMA_PROPERTY)) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "%s is a Delta table that Almanac did not make, and so not one to tidy.\nName a table that a scoring run wrote."
              .formatted(path));
    }
    return properties;
  }
}
