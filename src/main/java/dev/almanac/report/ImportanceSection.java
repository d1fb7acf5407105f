package dev.almanac.report;

import dev.almanac.core.Importance;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.List;

/** Report section with feature importance and coefficients, the most important inputs first. */
final class ImportanceSection {
  private static final int INPUTS_SHOWN = 30;
  private static final int TERMS_SHOWN = 30;

  private final Html html;
  private final HtmlTables tables;

  ImportanceSection(Html html) {
    this.html = html;
    this.tables = new HtmlTables(html);
  }

  void write(Importance importance) {
    html.open("section").element("h2", "What the model learned");
    html.element("p", explanation(importance));
    List<Importance.Input> ranked = importance.ranked();
    List<String> heads = new ArrayList<>(List.of("input"));
    importance
        .permutation()
        .ifPresent(by -> heads.addAll(List.of("#loss of " + by.metric().word(), "#±")));
    if (!importance.measure().isEmpty()) {
      heads.add("#" + importance.measure());
    }
    heads.add("");
    tables.open(heads);
    double most = ranked.stream().mapToDouble(Importance.Input::weight).max().orElse(0);
    ranked.stream().limit(INPUTS_SHOWN).forEach(input -> row(importance, input, most));
    tables.close();
    more(ranked.size() - INPUTS_SHOWN, "input");
    if (!importance.terms().isEmpty()) {
      terms(importance);
    }
    html.close().newLine();
  }

  private static String explanation(Importance importance) {
    List<String> sentences = new ArrayList<>();
    importance
        .permutation()
        .ifPresent(
            by ->
                sentences.add(
                    "Loss: by how much %s, %s on %s, gets worse if the input's values are permuted among these rows (%s, with their mean and deviation). Inputs that say the same share it."
                        .formatted(
                            by.metric().word(),
                            NumberFormats.measure(by.value()),
                            Text.count(by.rows(), "holdout row"),
                            Text.count(by.repeats(), "repeat"))));
    switch (importance.measure()) {
      case "impurity" ->
          sentences.add("Impurity: the share of all impurity that splits by the input take away.");
      case "gain" -> sentences.add("Gain: the share of all gain that splits by the input have.");
      case "coefficient" ->
          sentences.add(
              "Coefficient: the size of the input's coefficients, each by the standard deviation of"
                  + " its term in training, as a share of all.");
      default -> {
        // the algorithm has no importance of its own
      }
    }
    return String.join(" ", sentences);
  }

  private void row(Importance importance, Importance.Input input, double most) {
    html.open("tr");
    tables.text(input.name());
    if (importance.permutation().isPresent()) {
      tables.number(NumberFormats.measure(input.loss().orElse(0)));
      tables.number(NumberFormats.measure(input.deviation().orElse(0)));
    }
    if (!importance.measure().isEmpty()) {
      tables.number(
          input.learned().isPresent() ? NumberFormats.percent(input.learned().getAsDouble()) : "–");
    }
    html.open("td", "class", "weight");
    html.open("svg", "viewBox", "0 0 100 10", "preserveAspectRatio", "none", "aria-hidden", "true");
    html.rect(0, 0, most > 0 ? Math.max(0, 100 * input.weight() / most) : 0, 10);
    html.close().close().close();
  }

  private void terms(Importance importance) {
    html.element("h3", "Coefficients");
    boolean labelled = importance.terms().stream().anyMatch(term -> !term.label().isEmpty());
    tables.open(
        labelled ? List.of("label", "term", "#coefficient") : List.of("term", "#coefficient"));
    for (Importance.Term term : importance.terms().stream().limit(TERMS_SHOWN).toList()) {
      html.open("tr");
      if (labelled) {
        tables.text(term.label());
      }
      tables.text(term.name());
      tables.number(NumberFormats.number(term.coefficient()));
      html.close();
    }
    tables.close();
    more(importance.termCount() - TERMS_SHOWN, "coefficient");
  }

  private void more(long count, String noun) {
    if (count > 0) {
      html.element("p", "and %s more".formatted(Text.count(count, noun)));
    }
  }
}
