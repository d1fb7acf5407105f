package dev.almanac.core.spec;

/**
 * Where forecasts and rejects stand.
 *
 * @param table the forecast table: a name under the warehouse's root, or a path
 * @param rejects the table of rejected rows, likewise
 * @param guards what is looked at before they are published
 */
public record ForecastSpec(String table, String rejects, GuardSpec guards) {
  /** Without guards. */
  public ForecastSpec(String table, String rejects) {
    this(table, rejects, GuardSpec.OFF);
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
