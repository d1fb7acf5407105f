package dev.almanac.report;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.Signature;
import dev.almanac.core.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Renders the report of a model version as one self-contained HTML page without scripts or network
 * access; all data is escaped. Stateless and thread-safe.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /** Renders the page in UTF-8. Equal facts give equal bytes. */
  public static byte[] render(ReportFacts facts) {
    Html html = new Html();
    html.trusted("<!DOCTYPE html>\n").open("html", "lang", "en").newLine();
    head(html, facts);
    html.open("body").open("main").newLine();
    title(html, facts);
    new EvaluationSection(html, facts).write();
    facts.search().ifPresent(search -> new SearchSection(html).write(search));
    facts.importance().ifPresent(learned -> new ImportanceSection(html).write(learned));
    new GateSection(html, facts).write();
    new FieldsSection(html, facts).write();
    new ProvenanceSection(html, facts).write();
    html.close().close().close().newLine();
    return html.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void head(Html html, ReportFacts facts) {
    html.open("head").empty("meta", "charset", "utf-8").newLine();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.newLine();
    html.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    html.newLine();
    html.element("title", facts.model() + ", run " + facts.provenance().runId()).newLine();
    html.open("style").trusted(Style.SHEET).close().newLine();
    html.close().newLine();
  }

  private static void title(Html html, ReportFacts facts) {
    Signature signature = facts.signature();
    html.open("header");
    html.element("h1", facts.model().value());
    html.element("p", facts.description(), "class", "description");
    html.element("p", forecast(signature, facts), "class", "what");
    html.open("div", "class", "tiles");
    main(facts.evaluation())
        .ifPresent(
            metric ->
                tile(
                    html,
                    metric.word(),
                    NumberFormats.measure(facts.evaluation().metrics().getOrDefault(metric, 0.0))));
    tile(html, "algorithm", facts.algorithm());
    tile(html, "rows to learn from", NumberFormats.count(facts.provenance().trainRows()));
    tile(html, "inputs", NumberFormats.count(signature.inputs().size()));
    tile(html, "stands for", facts.provenance().runDate().toString());
    tile(html, "run", facts.provenance().runId().value());
    html.close().close().newLine();
  }

  private static String forecast(Signature signature, ReportFacts facts) {
    return switch (signature.task()) {
      case REGRESSION -> "Forecasts the number '%s'.".formatted(signature.target());
      case CLUSTERING ->
          "Forecasts which of %s a row is most like."
              .formatted(Text.count(signature.labels().size(), "group"));
      case MULTICLASS ->
          "Forecasts which '%s' it will be: %s; decided is %s."
              .formatted(
                  signature.target(),
                  String.join(", ", signature.labels()),
                  facts.decision().describe(""));
      case BINARY ->
          "Forecasts whether '%s' will be '%s'; decided is %s."
              .formatted(
                  signature.target(),
                  signature.positive(),
                  facts.decision().describe(signature.positive()));
    };
  }

  /** The headline metric. */
  private static Optional<Metric> main(Evaluation evaluation) {
    return List.of(Metric.AUC, Metric.ACCURACY, Metric.RMSE, Metric.SILHOUETTE).stream()
        .filter(metric -> evaluation.metric(metric).isPresent())
        .findFirst();
  }

  private static void tile(Html html, String term, String value) {
    html.open("div").element("span", term).element("b", value).close();
  }
}
