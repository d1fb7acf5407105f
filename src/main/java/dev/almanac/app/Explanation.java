package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.core.Alias;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WhenEmpty;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A job file put into sentences: what it would read, fit, require, write and move. */
final class Explanation {
  private static final Set<String> TRAINING =
      Set.of("forecasts", "beside", "and", "judged on", "by", "gate", "parity", "publishes");

  private final PlatformSpec platform;
  private final JobSpec job;
  private final Optional<LocalDate> runDate;

  Explanation(LoadedJob loaded, @Nullable LocalDate runDate) {
    this.platform = loaded.platform();
    this.job = loaded.job();
    this.runDate = Optional.ofNullable(runDate);
  }

  String text() {
    StringBuilder out = new StringBuilder();
    out.append("%s is good.%n%n".formatted(job.model()));
    lines().forEach((topic, line) -> out.append("%-10s %s%n".formatted(topic, line)));
    return out.toString();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", job.model().value());
    json.put("ok", true);
    json.put("explanation", lines());
    return json;
  }

  /** What the training alone would do. */
  Map<String, String> training() {
    Map<String, String> lines = lines();
    lines.keySet().retainAll(TRAINING);
    return lines;
  }

  private Map<String, String> lines() {
    TrainSpec train = job.train();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("stands for", runDate.map(LocalDate::toString).orElse("the date of --run-date"));
    lines.put("train", "reads " + sources(train.dataset()));
    lines.put(
        "forecasts", "'%s', a %s task%s".formatted(train.label(), train.task().word(), positive()));
    lines.put("from", FeatureWords.all(train));
    train
        .weights()
        .offset()
        .ifPresent(offset -> lines.put("beside", "'%s', added as it is".formatted(offset)));
    FeatureWords.combined(train.combined()).ifPresent(words -> lines.put("and", words));
    lines.put("judged on", split(train.split()));
    lines.put("by", train.algorithm().algorithm().word() + parameters() + ", seed " + train.seed());
    lines.put("gate", gate(train.gate()));
    lines.put(
        "parity",
        "the PMML must answer %s and rows at the edges as Spark does, within %s"
            .formatted(
                Text.count(train.parity().rows(), "holdout row"), train.parity().tolerance()));
    lines.put(
        "publishes",
        "the next version of %s in %s%s"
            .formatted(
                job.model(),
                platform.resolve(platform.registryRoot()),
                job.alias().map((Alias alias) -> ", and moves " + alias + " to it").orElse("")));
    lines.put("score", "reads " + sources(job.score().dataset()));
    lines.put("with", job.score().model() + ", engine " + job.score().engine().word());
    lines.put(
        "writes",
        "%s, one row per %s and run date; rejected rows go to %s, above %s of the rows nothing is published"
            .formatted(
                job.forecasts().table(),
                String.join(" + ", job.score().keys()),
                job.forecasts().rejects(),
                percent(job.score().maxRejectedShare())));
    job.forecasts()
        .takeOver()
        .ifPresent(other -> lines.put("replaces", "also forecasts of job " + other));
    if (job.score().whenEmpty() == WhenEmpty.SKIP) {
      lines.put("no rows", "a date without a row to score is skipped");
    }
    job.forecasts()
        .catalogTable()
        .ifPresent(name -> lines.put("known as", name + " in the catalog of the Spark session"));
    job.copy()
        .ifPresent(
            copy ->
                lines.put(
                    "copies",
                    "what is published to %s in %s%s"
                        .formatted(
                            copy.table(),
                            copy.place(),
                            copy.createTable() ? "" : ", which is there already")));
    return lines;
  }

  private String positive() {
    if (!job.train().task().isClassification()) {
      return "";
    }
    String probability =
        job.train().task() == TaskType.BINARY
            ? "; the probability is that of '%s'".formatted(job.train().positive())
            : "";
    return probability + "; decided is " + job.decision().told(job.train().positive());
  }

  private String parameters() {
    Map<String, Object> params = job.train().algorithm().params();
    return params.isEmpty() ? "" : " " + params;
  }

  private String sources(DatasetSpec dataset) {
    return dataset.sources().stream()
            .map(
                (SourceSpec source) ->
                    source.name()
                        + " ("
                        + source.format()
                        + source
                            .location()
                            .map(
                                at ->
                                    " at "
                                        + (source.format().equals("table")
                                            ? at
                                            : platform.resolve(at)))
                            .orElse("")
                        + ")")
            .collect(Collectors.joining(", "))
        + (dataset.query().isPresent() ? " through a query" : "");
  }

  private static String split(SplitSpec split) {
    if (split instanceof SplitSpec.ByTime time) {
      return time.from()
          .map(from -> "the rows whose %s is from %s on".formatted(time.column(), from))
          .orElse("the newest %s by %s".formatted(percent(time.holdout()), time.column()));
    }
    if (split instanceof SplitSpec.ByKey key) {
      return "the rows of %s of the keys in %s, drawn at random"
          .formatted(percent(key.holdout()), key.column());
    }
    if (split instanceof SplitSpec.ByColumn column) {
      return "the rows whose %s is %s"
          .formatted(column.column(), String.join(" or ", column.values()));
    }
    return "rows drawn at random"
        + (split instanceof SplitSpec.Random random ? ", " + percent(random.holdout()) : "");
  }

  private static String gate(List<GateRule> rules) {
    return rules.isEmpty()
        ? "none: any model is published"
        : rules.stream().map(Explanation::rule).collect(Collectors.joining(", "));
  }

  private static String rule(GateRule rule) {
    List<String> parts = new ArrayList<>();
    if (rule.min().isPresent() || rule.max().isPresent()) {
      parts.add(rule.metric().word() + bounds(rule.min(), rule.max()));
    }
    rule.champion()
        .ifPresent(
            champion ->
                parts.add(
                    "%s on the champion's rows %s (%s)"
                        .formatted(
                            rule.metric().word(),
                            champion.worseBy() < 0
                                ? "better by " + -champion.worseBy()
                                : "worse by at most " + champion.worseBy(),
                            champion.judge().word())));
    rule.segments()
        .forEach(
            segment ->
                parts.add(
                    "%s%s for each %s with %s"
                        .formatted(
                            rule.metric().word(),
                            bounds(segment.min(), segment.max()),
                            segment.column(),
                            Text.count(segment.minRows(), "row"))));
    return String.join(", ", parts);
  }

  private static String bounds(OptionalDouble min, OptionalDouble max) {
    return (min.isPresent() ? " ≥ " + min.getAsDouble() : "")
        + (max.isPresent() ? " ≤ " + max.getAsDouble() : "");
  }

  private static String percent(double share) {
    double percent = share * 100;
    return percent == Math.rint(percent) ? (long) percent + " %" : percent + " %";
  }
}
