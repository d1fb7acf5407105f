package dev.almanac.report;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Report section with holdout metrics and their thresholds, confusion matrix and parity
 * certificates.
 */
final class EvaluationSection {
  private final Html html;
  private final HtmlTables tables;
  private final ReportFacts facts;

  EvaluationSection(Html html, ReportFacts facts) {
    this.html = html;
    this.tables = new HtmlTables(html);
    this.facts = facts;
  }

  void write() {
    Evaluation evaluation = facts.evaluation();
    html.open("section").element("h2", "What it is worth");
    html.element(
        "p",
        "Measured on %s rows of the holdout, which the model was not fitted on."
            .formatted(NumberFormats.count(evaluation.rows())));
    facts.judgement().warnings().forEach(this::warning);
    html.open("div", "class", "columns");
    html.open("div");
    measures(evaluation);
    html.close();
    if (!evaluation.confusion().isEmpty()) {
      html.open("div");
      confusion(evaluation);
      html.close();
    }
    html.close().close().newLine();
    html.open("section").element("h2", "Exported forms");
    html.element(
        "p",
        "Each form answered one probe of rows, some of them made to stand at the edges, as the"
            + " trained pipeline did.");
    parity();
    html.close().newLine();
  }

  private void warning(String text) {
    html.open("p").element("strong", "Warning: ").text(text).close();
  }

  private void measures(Evaluation evaluation) {
    tables.open(List.of("measure", "#value", "gate", ""));
    for (Map.Entry<Metric, Double> measure : evaluation.metrics().entrySet()) {
      Metric metric = measure.getKey();
      List<String> bounds = bounds(metric);
      html.open("tr");
      html.element("th", metric.word(), "scope", "row", "title", direction(metric));
      tables.number(NumberFormats.measure(measure.getValue()));
      tables.text(String.join(", ", bounds));
      html.open("td");
      if (!bounds.isEmpty()) {
        html.element("span", "met", "class", "met");
      }
      html.close().close();
    }
    tables.close();
  }

  private List<String> bounds(Metric metric) {
    List<String> bounds = new ArrayList<>();
    for (GateRule rule : facts.gate()) {
      if (rule.metric() == metric) {
        rule.min().ifPresent(min -> bounds.add("at least " + NumberFormats.number(min)));
        rule.max().ifPresent(max -> bounds.add("at most " + NumberFormats.number(max)));
      }
    }
    return bounds;
  }

  private static String direction(Metric metric) {
    return switch (metric.better()) {
      case HIGHER -> "higher is better";
      case LOWER -> "lower is better";
      case NEITHER -> "nearer to zero is better";
    };
  }

  /** Shades each cell by its share of the actual label's rows, so that rare labels are visible. */
  private void confusion(Evaluation evaluation) {
    List<String> labels = evaluation.labels();
    html.open("div", "class", "scroll").open("table", "class", "heat");
    html.element("caption", "actual label down, decided label across");
    html.open("thead").open("tr").element("th", "");
    labels.forEach(label -> html.element("th", label, "scope", "col", "class", "number"));
    html.close().close().open("tbody");
    for (int i = 0; i < labels.size(); i++) {
      List<Long> row = evaluation.confusion().get(i);
      long rows = row.stream().mapToLong(Long::longValue).sum();
      html.open("tr").element("th", labels.get(i), "scope", "row");
      for (int j = 0; j < row.size(); j++) {
        double share = rows == 0 ? 0 : (double) row.get(j) / rows;
        html.open(
            "td",
            "class",
            i == j ? "number right" : "number wrong",
            "style",
            String.format(Locale.ROOT, "--heat:%.0f%%", 100 * share));
        html.text(NumberFormats.count(row.get(j)));
        html.element("small", NumberFormats.share(row.get(j), rows));
        html.close();
      }
      html.close();
    }
    html.close().close().close();
  }

  private void parity() {
    tables.open(
        List.of(
            "form",
            "compared with",
            "#rows",
            "#of them made",
            "#largest difference",
            "#allowed",
            "#other label",
            "#answered by one only",
            ""));
    for (ParityCertificate certificate : facts.parity()) {
      html.open("tr").element("th", certificate.form(), "scope", "row");
      tables.text(certificate.reference());
      tables.number(NumberFormats.count(certificate.rows()));
      tables.number(NumberFormats.count(certificate.edgeRows()));
      tables.number(Text.difference(certificate.largestDifference()));
      tables.number(
          certificate.tolerance() == 0
              ? "0"
              : String.format(Locale.ROOT, "%.0e", certificate.tolerance()));
      tables.number(NumberFormats.count(certificate.labelFlips()));
      tables.number(NumberFormats.count(certificate.refusals()));
      html.open("td");
      html.element(
          "span",
          certificate.holds() ? "holds" : "does not hold",
          "class",
          certificate.holds() ? "met" : "missed");
      html.close().close();
    }
    tables.close();
  }
}
