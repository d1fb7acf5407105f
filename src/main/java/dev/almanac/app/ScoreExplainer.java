package dev.almanac.app;

import dev.almanac.core.Guard;
import dev.almanac.core.Text;
import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.WhenEmpty;
import dev.almanac.data.QueryKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes the scoring of a job in sentences. */
final class ScoreExplainer {
  private final PlatformSpec platform;
  private final JobSpec job;
  private final ScoreSpec score;

  ScoreExplainer(PlatformSpec platform, JobSpec job) {
    this.platform = platform;
    this.job = job;
    this.score = job.score();
  }

  /**
   * Adds one line per topic.
   *
   * @param sources description of the sources
   */
  void addTo(Map<String, String> lines, String sources) {
    lines.put("score", sources);
    lines.put("with", score.model() + ", engine " + score.engine().word());
    score
        .segments()
        .ifPresent(
            segments ->
                lines.put(
                    "segments",
                    "where %s is %s"
                        .formatted(
                            segments.column(),
                            segments.models().entrySet().stream()
                                .map(
                                    entry -> "'%s': %s".formatted(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(", ")))));
    if (!score.challengers().isEmpty()) {
      lines.put(
          "compares",
          score.challengers().stream()
              .map(ScoreExplainer::challenger)
              .collect(Collectors.joining("; ")));
    }
    lines.put("writes", writes());
    score
        .dataset()
        .query()
        .map(query -> QueryKeys.warnings(query, score.keys()))
        .filter(warnings -> !warnings.isEmpty())
        .ifPresent(warnings -> lines.put("beware", String.join("; ", warnings)));
    job.forecasts()
        .takeOver()
        .ifPresent(other -> lines.put("replaces", "also forecasts of job " + other));
    if (score.whenEmpty() == WhenEmpty.SKIP) {
      lines.put("no rows", "a date without a row to score is skipped");
    }
    lines.put("guards", guards(job.forecasts().guards()));
    lines.put("runs in", "the table %s of %s".formatted(platform.runs(), warehouse()));
    job.forecasts()
        .catalogTable()
        .ifPresent(name -> lines.put("known as", name + " in the catalog of the Spark session"));
    job.copy().ifPresent(copy -> lines.put("copies", copies(copy)));
  }

  private String warehouse() {
    return platform.resolve(platform.warehouseRoot());
  }

  private String writes() {
    String limit =
        score.maxRejectedRows().isPresent()
            ? " or " + Text.count(score.maxRejectedRows().getAsLong(), "row")
            : "";
    return "%s in %s, one row per %s and run date%s; rejected rows go to %s, above %s of the rows%s nothing is published"
        .formatted(
            job.forecasts().table(),
            warehouse(),
            String.join(" + ", score.keys()),
            score.passThrough().isEmpty() ? "" : ", with " + String.join(", ", score.passThrough()),
            job.forecasts().rejects(),
            JobExplainer.percent(score.maxRejectedShare()),
            limit);
  }

  private static String challenger(ChallengerSpec challenger) {
    return "%s (%s) into %s and %s"
        .formatted(
            challenger.name(),
            challenger.model(),
            challenger.forecasts().table(),
            challenger.forecasts().rejects());
  }

  private static String guards(GuardSpec guards) {
    List<String> words = new ArrayList<>();
    for (GuardSpec.Action action :
        List.of(GuardSpec.Action.REFUSE, GuardSpec.Action.WARN, GuardSpec.Action.OFF)) {
      String limits =
          Arrays.stream(Guard.values())
              .filter(guard -> guards.rule(guard).filter(r -> r.action() == action).isPresent())
              .map(guard -> limit(guard, guards))
              .collect(Collectors.joining(", "));
      if (!limits.isEmpty()) {
        words.add(action.word() + ": " + limits);
      }
    }
    return "%s; with fewer than %s none judges"
        .formatted(String.join("; ", words), Text.count(guards.minRows(), "row"));
  }

  private static String limit(Guard guard, GuardSpec guards) {
    String most =
        guards.rule(guard).map(rule -> " ≤ " + JobExplainer.plain(rule.most())).orElse("");
    return switch (guard) {
      case MOVERS ->
          "%s%s (by %s)".formatted(guard.word(), most, JobExplainer.plain(guards.moveBy()));
      case SEGMENTS ->
          guards
              .segments()
              .map(column -> "%s of %s%s".formatted(guard.word(), column, most))
              .orElse("%s (no column)".formatted(guard.word()));
      default -> guard.word() + most;
    };
  }

  private static String copies(JdbcSpec copy) {
    return "what is published to %s in %s%s%s; %s, %s MB at a time, waiting %s for a connection and %s for a statement"
        .formatted(
            copy.table(),
            copy.place(),
            copy.user().map(user -> " as " + user).orElse(""),
            copy.password().isPresent() ? " with a password" : "",
            copy.createTable()
                ? "the table is made where it is absent"
                : "the table is there already",
            Text.grouped(copy.batchBytes() >> 20),
            Text.count(copy.connectTimeout().toSeconds(), "second"),
            Text.count(copy.statementTimeout().toSeconds(), "second"));
  }
}
