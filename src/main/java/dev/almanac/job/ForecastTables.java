package dev.almanac.job;

import dev.almanac.core.spec.PlatformSpec;

/** Where forecast tables stand. */
public final class ForecastTables {
  private ForecastTables() {}

  /**
   * The absolute location of a forecast or rejects table: a plain name stands under the warehouse's
   * root; anything with a slash or a scheme is a path of its own, relative to home.
   */
  public static String location(PlatformSpec platform, String table) {
    if (table.contains("/") || table.contains(":")) {
      return platform.resolve(table);
    }
    String root = platform.resolve(platform.warehouseRoot());
    return root.endsWith("/") ? root + table : root + "/" + table;
  }
}
