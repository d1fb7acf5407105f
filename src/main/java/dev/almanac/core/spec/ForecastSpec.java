package dev.almanac.core.spec;

import java.util.Optional;

/**
 * Where forecasts and rejects stand.
 *
 * @param table the forecast table: a name under the warehouse's root, or a path
 * @param rejects the table of rejected rows, likewise
 * @param guards what is looked at before they are published
 * @param catalogTable schema and table by which the session's catalog is to know the forecast
 *     table; absent for none
 * @param takeOver another job whose forecasts this one may replace; absent for none
 * @param formerTable where the job names no table: the one that earlier releases derived of its
 *     name, if that is another one
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

  /** Without a name in a catalog. */
  public ForecastSpec(String table, String rejects, GuardSpec guards) {
    this(table, rejects, guards, Optional.empty());
  }

  /** Of a job that names its table, and replaces nobody else's forecasts. */
  public ForecastSpec(
      String table, String rejects, GuardSpec guards, Optional<String> catalogTable) {
    this(table, rejects, guards, catalogTable, Optional.empty(), Optional.empty());
  }

  /**
   * @throws IllegalArgumentException if both are the same table
   */
  public ForecastSpec {
    if (table.equals(rejects)) {
      throw new IllegalArgumentException("forecasts and rejects cannot be the same table");
    }
  }
}
