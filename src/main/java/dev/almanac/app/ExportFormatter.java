package dev.almanac.app;

import dev.almanac.database.Copied;
import java.util.LinkedHashMap;
import java.util.Map;

/** Formats a database export as JSON. */
final class ExportFormatter {
  private ExportFormatter() {}

  static Map<String, Object> json(Copied copied) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", copied.table());
    if (copied.newer().isPresent()) {
      json.put("newerTableVersion", copied.newer().getAsLong());
    } else {
      json.put("rows", copied.rows());
      json.put("inserted", copied.inserted());
      json.put("updated", copied.updated());
      json.put("removed", copied.removed());
    }
    return json;
  }
}
