package dev.almanac.app;

import dev.almanac.core.Importance;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats feature importance as a table or as JSON. */
final class ImportanceFormatter {
  private static final int INPUTS_SHOWN = 15;

  private ImportanceFormatter() {}

  /** A table of the most important inputs and of the largest coefficients. */
  static String table(Importance importance) {
    StringBuilder out = new StringBuilder();
    List<String> heads = new ArrayList<>(List.of("INPUT"));
    importance
        .permutation()
        .ifPresent(
            by -> {
              heads.add("LOSS OF " + by.metric().word().toUpperCase(Locale.ROOT));
              heads.add("±");
            });
    if (!importance.measure().isEmpty()) {
      heads.add(importance.measure().toUpperCase(Locale.ROOT));
    }
    TextTable inputs = new TextTable(heads.toArray(String[]::new));
    importance.ranked().stream()
        .limit(INPUTS_SHOWN)
        .forEach(input -> inputs.row(cells(importance, input)));
    out.append(inputs);
    int more = importance.inputs().size() - INPUTS_SHOWN;
    if (more > 0) {
      out.append("and %s more; all: --json%n".formatted(Text.count(more, "input")));
    }
    importance
        .permutation()
        .ifPresent(
            by ->
                out.append(
                    "loss: by permutation among %s%n"
                        .formatted(Text.count(by.rows(), "holdout row"))));
    if (!importance.terms().isEmpty()) {
      out.append(System.lineSeparator()).append(terms(importance));
    }
    return out.toString();
  }

  private static String[] cells(Importance importance, Importance.Input input) {
    List<String> cells = new ArrayList<>(List.of(Text.printable(input.name())));
    if (importance.permutation().isPresent()) {
      cells.add(decimals(input.loss().orElse(0)));
      cells.add(decimals(input.deviation().orElse(0)));
    }
    if (!importance.measure().isEmpty()) {
      cells.add(
          input.learned().isPresent()
              ? String.format(Locale.ROOT, "%.1f %%", 100 * input.learned().getAsDouble())
              : "-");
    }
    return cells.toArray(String[]::new);
  }

  private static String terms(Importance importance) {
    TextTable terms = new TextTable("LABEL", "TERM", "COEFFICIENT");
    importance.terms().stream()
        .limit(INPUTS_SHOWN)
        .forEach(
            term ->
                terms.row(
                    term.label().isEmpty() ? "-" : Text.printable(term.label()),
                    Text.printable(term.name()),
                    String.format(Locale.ROOT, "%.6g", term.coefficient())));
    return terms.toString();
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  static Map<String, Object> json(Importance importance) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("measure", importance.measure());
    importance
        .permutation()
        .ifPresent(
            by ->
                json.put(
                    "permutation",
                    Map.of(
                        "metric", by.metric().word(),
                        "value", by.value(),
                        "rows", by.rows(),
                        "repeats", by.repeats())));
    List<Map<String, Object>> inputs = new ArrayList<>();
    for (Importance.Input input : importance.ranked()) {
      Map<String, Object> one = new LinkedHashMap<>(Map.of("name", input.name()));
      input.learned().ifPresent(value -> one.put("learned", value));
      input.loss().ifPresent(value -> one.put("loss", value));
      input.deviation().ifPresent(value -> one.put("deviation", value));
      inputs.add(one);
    }
    json.put("inputs", inputs);
    List<Map<String, Object>> terms = new ArrayList<>();
    for (Importance.Term term : importance.terms()) {
      Map<String, Object> one = new LinkedHashMap<>();
      if (!term.label().isEmpty()) {
        one.put("label", term.label());
      }
      one.put("name", term.name());
      one.put("coefficient", term.coefficient());
      terms.add(one);
    }
    json.put("terms", terms);
    json.put("termCount", importance.termCount());
    return json;
  }
}
