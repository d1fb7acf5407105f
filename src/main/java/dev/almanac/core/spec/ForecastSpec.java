package dev.almanac.core.spec;

import java.util.Optional;

/**
 * Tables of forecasts and rejects, and the checks before publication.
 *
 * @param table the forecast table: a name under the warehouse's root, or a path
 * @param rejects the table of rejected rows, likewise
 * @param guards checks before publication
 * @param catalogTable schema and table of the forecast table in the session's catalog; absent for
 *     none
 * @param takeOver another job whose forecasts this job may replace; absent for none
 * @param formerTable for a job that names no table, the table name that earlier releases derived
 *     from the job's name, if it differs
 */
public record ForecastSpec(
    String table,
    String rejects,
    GuardSpec guards,
    Optional<String> catalogTable,
    Optional<String> takeOver,
    Optional<String> formerTable) {
  /** Without guards. */
  public ForecastSpec(String table, String rejects) {
    this(table, rejects, GuardSpec.OFF);
  }

  /** Without a catalog table. */
  public ForecastSpec(String table, String rejects, GuardSpec guards) {
    this(table, rejects, guards, Optional.empty());
  }

  /** Without {@code takeOver} and {@code formerTable}. */
  public ForecastSpec(
      String table, String rejects, GuardSpec guards, Optional<String> catalogTable) {
    this(table, rejects, guards, catalogTable, Optional.empty(), Optional.empty());
  }

  /**
   * @throws IllegalArgumentException if both tables are the same
   */
  public ForecastSpec {
    if (table.equals(rejects)) {
      throw new IllegalArgumentException("forecasts and rejects cannot be the same table");
    }
  }
}
