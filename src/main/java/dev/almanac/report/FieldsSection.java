package dev.almanac.report;

import dev.almanac.core.Field;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Report section with the profile of each input and forecast column, one chart each. */
final class FieldsSection {
  private final Html html;
  private final Charts charts;
  private final ReportFacts facts;

  FieldsSection(Html html, ReportFacts facts) {
    this.html = html;
    this.charts = new Charts(html);
    this.facts = facts;
  }

  void write() {
    html.open("section").element("h2", "What it reads");
    html.element(
        "p",
        "As in the %s rows it was fitted on; pictures go from the first to the last hundredth of the values."
            .formatted(NumberFormats.count(facts.profile().trainRows())));
    Map<String, FieldProfile> profiles = new HashMap<>();
    facts.profile().inputs().forEach(profile -> profiles.put(profile.name(), profile));
    html.open("div", "class", "cards").newLine();
    for (Field input : facts.signature().inputs()) {
      input(input, Optional.ofNullable(profiles.get(input.name())));
    }
    html.close().close().newLine();
    html.open("section").element("h2", "What it answers");
    html.element(
        "p",
        "As on the %s rows of the holdout that got a forecast."
            .formatted(NumberFormats.count(facts.profile().holdoutRows())));
    html.open("div", "class", "cards").newLine();
    for (FieldProfile forecast : facts.profile().forecasts()) {
      html.open("article").open("h3").text(forecast.name()).close();
      html.element("p", describe(forecast.name()), "class", "policy");
      charts.of(forecast);
      html.close().newLine();
    }
    html.close().close().newLine();
  }

  private void input(Field input, Optional<FieldProfile> profile) {
    html.open("article").open("h3").text(input.name());
    html.element("small", input.type().word());
    html.close();
    html.open("p", "class", "policy");
    html.text("missing: " + describe(input.missing()));
    if (input.kind() == Field.Kind.CATEGORICAL) {
      html.text(" · unseen: " + describe(input.unseen()));
      html.text(" · " + NumberFormats.count(input.levels().size()) + " levels");
    } else if (input.kind() == Field.Kind.TEXT) {
      html.text(" · " + NumberFormats.count(input.levels().size()) + " terms · words a text:");
    }
    profile
        .filter(found -> found.nulls() > 0)
        .ifPresent(
            found ->
                html.text(
                    " · " + NumberFormats.share(found.nulls(), found.rows()) + " of rows null"));
    html.close();
    profile.ifPresent(charts::of);
    html.close().newLine();
  }

  private String describe(String column) {
    List<String> labels = facts.signature().labels();
    return switch (column) {
      case ForecastColumns.PREDICTION ->
          labels.isEmpty() ? "the forecast number" : "the most probable label";
      case ForecastColumns.PROBABILITY ->
          facts.signature().positive().isEmpty()
              ? "of the predicted label"
              : "of '" + facts.signature().positive() + "'";
      case ForecastColumns.DECISION -> facts.decision().describe(facts.signature().positive());
      default -> "";
    };
  }

  private static String describe(MissingPolicy policy) {
    return switch (policy) {
      case REJECT -> "row rejected";
      case MEAN -> "the mean stands in";
      case MEDIAN -> "the median stands in";
      case CONSTANT -> "a constant stands in";
      case LEVEL -> "a level of its own";
      case EMPTY -> "a text without a word stands in";
    };
  }

  private static String describe(UnseenPolicy policy) {
    return switch (policy) {
      case REJECT -> "row rejected";
      case LEVEL -> "one level for all";
    };
  }
}
