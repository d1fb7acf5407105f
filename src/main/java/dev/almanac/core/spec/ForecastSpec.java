package dev.almanac.core.spec;

/**
 * Where forecasts and rejects stand.
 *
 * @param table the forecast table: a name under the warehouse's root, or a path
 * @param rejects the table of rejected rows, likewise
 */
public record ForecastSpec(String table, String rejects) {
  /**
   * @throws IllegalArgumentException if both are the same table
   */
  public ForecastSpec {
    if (table.equals(rejects)) {
      throw new IllegalArgumentException("forecasts and rejects cannot be the same table");
    }
  }
}
