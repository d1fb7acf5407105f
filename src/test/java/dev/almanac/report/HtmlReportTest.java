package dev.almanac.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportTest {
  private static final String HOSTILE =
      "<script>alert('1')</script>\" onload=\"x' & ]]> --> \u0000\u0007\u001b[31m\n\u202e\uD83D"
          + " é漢\uD83D\uDE00";

  @Test
  void reportsTheFiguresOfAVersion() throws Exception {
    String page = page(ReportSamples.facts("late"));

    assertThat(text(parsed(page)))
        .contains(
            "flight-delay",
            "Forecasts whether 'late' will be 'yes'; decided is 'yes' from a probability of 0.35.",
            "auc 0.7120 at least 0.65 met",
            "log-loss 0.3000 at most 0.6 met",
            "no 700 88 % 100 13 %",
            "yes 80 40 % 120 60 %",
            "pmml spark 512 64 4.4e-16 1e-09 0 0 holds",
            "pmml-json spark 512 64 0 0 0 0 holds",
            "2 combinations, compared by auc (higher is better) on 3 folds within the rows to learn"
                + " from; 2 more were not begun, since the time was up.",
            "3 0.7010 0.0040 12.5 chosen",
            "30 failed late 1.0",
            "distance double missing: the median stands in · 2.5 % of rows null",
            "origin string missing: a level of its own · unseen: one level for all · 3 levels",
            "LAX",
            "and 40 more levels with 10 %",
            "run 20260501t031500z-9f3c1a07be",
            "stands for 2026-04-30",
            "trained at 2026-05-01 03:15:00 UTC",
            "trained by ada",
            "follows version 3 (run 20260424t031500z-0123456789)",
            "flights@v12",
            "3 MISSING_LABEL late",
            "seed 42",
            "git commit ee6fc3d",
            "spark 4.0.1",
            "\"algorithm\": \"gbt\"");
  }

  @Test
  void reportsHowItWasJudgedNextToTheChampionAndBySegment() throws Exception {
    Document page = parsed(page(ReportSamples.judged("late")));

    assertThat(text(page))
        .contains(
            "How it was judged",
            "auc by region: 1 of the values was not judged",
            "version 3 (run 20260424t031500z-0123456789) on the 990 holdout rows that both scored."
                + " Only the new one scored 4, only the champion 5, neither 1.",
            "auc 0.7120 0.7000 0.012 95 %: -0.001 to 0.03 worse by 0.002 met",
            "log-loss 0.3000 0.2900 0.01 unknown: too few rows worse by 0.002, optimistic met",
            "region rows auc gate north 600 0.7200 at least 0.6 met",
            "late 300 0.7000 at least 0.6 met",
            "(null) 90 – at least 0.6 too few rows, not judged");
    assertThat(text(parsed(page(ReportSamples.facts("late"))))).doesNotContain("How it was judged");
    assertThat(text(parsed(page(ReportSamples.judged(HOSTILE))))).contains("<script>alert('1')");
  }

  @Test
  void isTheSameForTheSameFacts() {
    assertThat(HtmlReport.render(ReportSamples.facts("late")))
        .isEqualTo(HtmlReport.render(ReportSamples.facts("late")));
  }

  @Test
  void needsNothingButItself() throws Exception {
    Document page = parsed(page(ReportSamples.facts("late")));

    assertThat(all(page, "script")).isEmpty();
    assertThat(all(page, "link")).isEmpty();
    assertThat(all(page, "img")).isEmpty();
    assertThat(all(page, "svg")).hasSizeGreaterThan(3);
    for (Element element : all(page, "*")) {
      assertThat(element.getAttribute("src") + element.getAttribute("href")).isEmpty();
    }
    assertThat(page(ReportSamples.facts("late"))).doesNotContain("url(", "@import", "http:");
  }

  @Test
  void showsHostileNamesAndLevelsAndRunsNone() throws Exception {
    String page = page(ReportSamples.facts(HOSTILE));
    Document parsed = parsed(page);

    assertThat(all(parsed, "script")).isEmpty();
    for (Element element : all(parsed, "*")) {
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        assertThat(element.getAttributes().item(i).getNodeName()).doesNotStartWith("on");
      }
    }
    assertThat(text(parsed))
        .contains(
            "<script>alert('1')</script>\" onload=\"x' & ]]> --> "
                + "\\u0000\\u0007\\u001b[31m\\u000a\\u202e\\ud83d é漢\uD83D\uDE00");
    assertThat(page).doesNotContain("<script", "\u001b", "\u202e", "\u0000");
  }

  @Test
  void cutsANameThatFillsAPage() {
    // The specification is shown whole.
    assertThat(page(ReportSamples.facts("x".repeat(100_000))).length()).isLessThan(130_000);
  }

  @Test
  void reportsARegressionAndAFieldWithoutValues() throws Exception {
    assertThat(text(parsed(page(ReportSamples.regression()))))
        .contains(
            "Forecasts the number 'minutes'.",
            "rmse 12.5000",
            "empty double missing: a constant stands in · 100 % of rows null no value at all")
        .doesNotContain("actual label down");
  }

  private static String page(ReportFacts facts) {
    return new String(HtmlReport.render(facts), StandardCharsets.UTF_8);
  }

  /** A page that is well-formed XML leaves no browser anything to guess. */
  private static Document parsed(String page)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilder builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
    return builder.parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  /** The texts in their order, a space between two. */
  private static String text(Document page) {
    List<String> texts = new ArrayList<>();
    collect(page.getDocumentElement(), texts);
    return String.join(" ", texts).replaceAll(" +", " ");
  }

  private static void collect(org.w3c.dom.Node node, List<String> texts) {
    if (node instanceof org.w3c.dom.Text text && !text.getData().isBlank()) {
      texts.add(text.getData().strip());
    }
    for (int i = 0; i < node.getChildNodes().getLength(); i++) {
      collect(node.getChildNodes().item(i), texts);
    }
  }

  private static List<Element> all(Document page, String name) {
    NodeList found = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
