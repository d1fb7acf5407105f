package dev.almanac.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.GuardFinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Formats guard findings as a table or as JSON. */
final class GuardFormatter {
  private GuardFormatter() {}

  /** A table of the findings in a stored run summary. */
  static String table(JsonNode findings) {
    TextTable table = table();
    for (JsonNode finding : findings) {
      row(
          table,
          finding.path("guard").asText(),
          finding.path("of").asText(),
          finding.path("value").asDouble(Double.NaN),
          finding.path("most").asDouble(Double.NaN),
          finding.path("verdict").asText(),
          finding.path("note").asText());
    }
    return table.toString();
  }

  /** A table of the findings of a finished run. */
  static String table(List<GuardFinding> findings) {
    TextTable table = table();
    for (GuardFinding finding : findings) {
      row(
          table,
          finding.guard().word(),
          finding.subject(),
          finding.value(),
          finding.most(),
          finding.verdict().word(),
          finding.note());
    }
    return table.toString();
  }

  static List<Map<String, Object>> json(List<GuardFinding> findings) {
    return findings.stream().map(GuardFormatter::json).toList();
  }

  private static Map<String, Object> json(GuardFinding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("guard", finding.guard().word());
    json.put("of", finding.subject());
    if (Double.isFinite(finding.value())) {
      json.put("value", finding.value());
    }
    json.put("most", finding.most());
    json.put("verdict", finding.verdict().word());
    json.put("note", finding.note());
    return json;
  }

  private static TextTable table() {
    return new TextTable("GUARD", "OF", "VALUE", "ALLOWED", "VERDICT", "NOTE");
  }

  private static void row(
      TextTable table,
      String guard,
      String of,
      double value,
      double most,
      String verdict,
      String note) {
    table.row(guard, of, number(value), number(most), verdict, note);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? SummaryFormatter.number(value) : "-";
  }
}
