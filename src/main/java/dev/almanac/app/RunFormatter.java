package dev.almanac.app;

import dev.almanac.core.ParityCertificate;
import dev.almanac.core.RowCounts;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.job.ChallengerResult;
import dev.almanac.job.RunContext;
import dev.almanac.job.ScoreResult;
import dev.almanac.job.TrainResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Formats run results as text or JSON; scoring results include the command to look up a forecast.
 */
final class RunFormatter {
  private final String launcher;
  private final RunContext run;

  /**
   * Creates a formatter; the launcher's own path comes from {@code ALMANAC_LAUNCHER}, so that the
   * printed command can be run as it is.
   */
  RunFormatter(ProcessEnvironment surroundings, RunContext run) {
    this.launcher = surroundings.environment().getOrDefault("ALMANAC_LAUNCHER", "almanac");
    this.run = run;
  }

  static String text(JobSpec job, TrainResult result) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s  %s forecast of '%s' by %s%n"
            .formatted(
                result.version(),
                job.train().task().word(),
                job.train().label(),
                job.train().algorithm().algorithm().word()));
    if (result.skipped()) {
      out.append(
          "  nothing was trained: neither the sources nor the job changed since this version was%n"
              .formatted());
    }
    out.append(
        "  trained on %s, judged on %s%n"
            .formatted(
                SummaryFormatter.rows(result.trainRows()),
                SummaryFormatter.rows(result.evaluation().rows())));
    result.features().forEach(line -> out.append("  %s%n".formatted(line)));
    out.append("  ")
        .append(SummaryFormatter.metrics(result.evaluation()))
        .append(System.lineSeparator());
    for (String warning : result.warnings()) {
      out.append("  warning: ").append(warning).append(System.lineSeparator());
    }
    for (ParityCertificate certificate : result.parity()) {
      out.append(
          "  %s answers as %s does: %s, largest difference %s, %s%n"
              .formatted(
                  certificate.form(),
                  certificate.reference(),
                  SummaryFormatter.rows(certificate.rows()),
                  Text.difference(certificate.largestDifference()),
                  Text.count(certificate.labelFlips(), "different label")));
    }
    result
        .movedAlias()
        .ifPresent(alias -> out.append("  %s → %s%n".formatted(alias, result.version())));
    return out.toString();
  }

  static Map<String, Object> json(TrainResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", result.version().model().value());
    json.put("version", result.version().number());
    json.put("trained", !result.skipped());
    json.put("trainRows", result.trainRows());
    json.put("holdoutRows", result.evaluation().rows());
    if (!result.features().isEmpty()) {
      json.put("features", result.features());
    }
    json.put("metrics", SummaryFormatter.metricMap(result.evaluation()));
    json.put("warnings", result.warnings());
    json.put("parity", result.parity().stream().map(RunFormatter::json).toList());
    result.movedAlias().ifPresent(alias -> json.put("movedAlias", alias.value()));
    return json;
  }

  String text(ScoreResult result) {
    if (result.skipped()) {
      return "no forecasts for %s: there is no row to score, and score.when-empty is skip%n  %s is as it was%n  read %s%n"
          .formatted(run.runDate(), result.location(), sources(result));
    }
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%s published for %s in %s (table version %d)%n",
            Text.count(result.account().scored(), "forecast"),
            run.runDate(),
            result.location(),
            result.tableVersion().orElseThrow()));
    out.append(
        "  scored by %s, engine %s: %s%n"
            .formatted(result.version(), result.engine(), result.engineReason()));
    if (!result.segments().isEmpty()) {
      long versions = result.segments().values().stream().distinct().count();
      out.append(
          "  %s by %s of their own, all other rows by this one%n"
              .formatted(
                  Text.count(result.segments().size(), "segment"),
                  Text.count(versions, "version")));
    }
    out.append("  ").append(account(result.account())).append(System.lineSeparator());
    result.challengers().forEach(challenger -> out.append(text(challenger)));
    result
        .copied()
        .ifPresent(
            copied -> out.append("  ").append(copied.describe()).append(System.lineSeparator()));
    out.append("  read ").append(sources(result));
    for (String warning : result.warnings()) {
      out.append(System.lineSeparator()).append("  warning: ").append(warning);
    }
    out.append(System.lineSeparator()).append(System.lineSeparator());
    if (!result.guards().isEmpty()) {
      out.append(GuardFormatter.table(result.guards())).append(System.lineSeparator());
    }
    out.append("Look one up: ").append(launcher);
    for (String word : lookup(result)) {
      out.append(' ').append(Shell.quote(word));
    }
    return out.append(System.lineSeparator()).toString();
  }

  private static String sources(ScoreResult result) {
    return String.join(", ", result.sources().stream().map(SourceVersion::brief).toList());
  }

  private static String account(RowCounts account) {
    return "%s in = %s scored + %s rejected%s"
        .formatted(
            SummaryFormatter.rows(account.in()),
            Text.grouped(account.scored()),
            Text.grouped(account.rejectedRows()),
            account.rejected().isEmpty() ? "" : ": " + byReason(account.rejected()));
  }

  /** Formats counts by reason, the largest first. */
  private static String byReason(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(reason -> reason.getKey() + " " + Text.grouped(reason.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(ChallengerResult challenger) {
    if (challenger instanceof ChallengerResult.Published published) {
      return String.format(
          Locale.ROOT,
          "  challenger %s: %s, engine %s, %s; in %s (table version %d)%n",
          published.name(),
          published.version(),
          published.engine(),
          account(published.account()),
          published.location(),
          published.tableVersion());
    }
    ChallengerResult.LeftOut left = (ChallengerResult.LeftOut) challenger;
    return "  challenger %s is left out: %s%n"
        .formatted(
            left.name(), String.valueOf(left.why().getMessage()).lines().findFirst().orElse(""));
  }

  private static Map<String, Object> json(ChallengerResult challenger) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", challenger.name());
    if (challenger instanceof ChallengerResult.Published published) {
      json.put("model", published.version().model().value());
      json.put("version", published.version().number());
      json.put("engine", published.engine());
      json.put("rowsScored", published.account().scored());
      json.put("rowsRejected", published.account().rejectedRows());
      json.put("table", published.location());
      json.put("tableVersion", published.tableVersion());
    } else if (challenger instanceof ChallengerResult.LeftOut left) {
      json.put("leftOut", left.why().code().name());
      json.put("why", left.why().getMessage());
    }
    return json;
  }

  Map<String, Object> json(ScoreResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", result.version().model().value());
    json.put("version", result.version().number());
    json.put("runId", run.runId().value());
    json.put("runDate", run.runDate().toString());
    json.put("engine", result.engine());
    json.put("engineReason", result.engineReason());
    json.put("rowsIn", result.account().in());
    json.put("rowsScored", result.account().scored());
    json.put("rowsRejected", result.account().rejectedRows());
    json.put("rejected", result.account().rejected());
    json.put("guards", GuardFormatter.json(result.guards()));
    json.put("table", result.location());
    json.put("skipped", result.skipped());
    result.tableVersion().ifPresent(version -> json.put("tableVersion", version));
    json.put("warnings", result.warnings());
    json.put("sources", result.sources().stream().map(SourceVersion::brief).toList());
    if (!result.segments().isEmpty()) {
      Map<String, String> segments = new TreeMap<>();
      result.segments().forEach((value, version) -> segments.put(value, version.toString()));
      json.put("segments", segments);
    }
    if (!result.challengers().isEmpty()) {
      json.put("challengers", result.challengers().stream().map(RunFormatter::json).toList());
    }
    result.copied().ifPresent(copied -> json.put("copied", ExportFormatter.json(copied)));
    if (!result.skipped()) {
      json.put("lookup", lookup(result));
    }
    return json;
  }

  private List<String> lookup(ScoreResult result) {
    List<String> words = new ArrayList<>(List.of("lookup", result.table()));
    new TreeMap<>(result.sampleKey()).forEach((column, value) -> words.add(column + "=" + value));
    words.add("--run-date");
    words.add(run.runDate().toString());
    return words;
  }

  private static Map<String, Object> json(ParityCertificate certificate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("form", certificate.form());
    json.put("rows", certificate.rows());
    json.put("edgeRows", certificate.edgeRows());
    json.put("largestDifference", certificate.largestDifference());
    json.put("labelFlips", certificate.labelFlips());
    json.put("refusals", certificate.refusals());
    return json;
  }
}
