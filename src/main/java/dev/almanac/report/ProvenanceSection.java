package dev.almanac.report;

import dev.almanac.core.Provenance;
import dev.almanac.core.SourceVersion;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Report section with the provenance of the version. */
final class ProvenanceSection {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Html html;
  private final HtmlTables tables;
  private final Provenance provenance;

  ProvenanceSection(Html html, ReportFacts facts) {
    this.html = html;
    this.tables = new HtmlTables(html);
    this.provenance = facts.provenance();
  }

  void write() {
    html.open("section").element("h2", "Where it comes from");
    html.open("dl");
    tables.fact("run", provenance.runId().value());
    tables.fact("stands for", provenance.runDate().toString());
    tables.fact("trained at", STAMP.format(provenance.trainedAt()));
    tables.fact("trained by", provenance.trainedBy());
    provenance.parent().ifPresent(parent -> tables.fact("follows", parent.toString()));
    tables.fact("rows to learn from", NumberFormats.count(provenance.trainRows()));
    tables.fact("rows held out", NumberFormats.count(provenance.holdoutRows()));
    tables.fact("rows left out", dropped());
    tables.fact("seed", Long.toString(provenance.seed()));
    tables.fact("git commit", provenance.gitCommit());
    tables.fact("specification", "SHA-256 " + provenance.specHash());
    html.close().newLine();
    html.element("h3", "Sources");
    tables.open(List.of("source", "state", "format", "location"));
    for (SourceVersion source : provenance.sources()) {
      html.open("tr").element("th", source.name(), "scope", "row");
      tables.text(source.brief());
      tables.text(source.format());
      tables.text(source.location());
      html.close();
    }
    tables.close();
    html.element("h3", "Libraries");
    html.open("dl", "class", "short");
    new TreeMap<>(provenance.libraries()).forEach(tables::fact);
    html.close().newLine();
    html.open("details").element("summary", "The effective specification");
    html.open("pre").lines(SpecText.of(provenance.spec())).close().close().close().newLine();
  }

  private String dropped() {
    Map<String, Long> sorted = new TreeMap<>(provenance.droppedRows());
    if (sorted.isEmpty()) {
      return "none";
    }
    return String.join(
        ", ",
        sorted.entrySet().stream()
            .map(entry -> NumberFormats.count(entry.getValue()) + " " + entry.getKey())
            .toList());
  }
}
