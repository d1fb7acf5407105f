package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.Text;
import dev.almanac.job.RunContext;
import dev.almanac.job.TrainPlan;
import dev.almanac.training.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Formats the plan of {@code train --dry-run}: what was read, and what the training would do. */
final class PlanFormatter {
  private static final long MIB = 1L << 20;

  private final LoadedJob loaded;
  private final RunContext run;
  private final TrainPlan plan;

  PlanFormatter(LoadedJob loaded, RunContext run, TrainPlan plan) {
    this.loaded = loaded;
    this.run = run;
    this.plan = plan;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        "dry run of %s for %s: nothing was written.%n%n"
            .formatted(plan.job().model(), run.runDate()));
    lines().forEach((topic, line) -> out.append("%-10s %s%n".formatted(topic, line)));
    return out.toString();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", plan.job().model().value());
    json.put("runDate", run.runDate().toString());
    json.put("dryRun", true);
    json.put("sources", plan.sources().stream().map(SourceVersion::brief).toList());
    plan.rows()
        .ifPresent(
            rows -> {
              json.put("trainRows", rows.train());
              json.put("holdoutRows", rows.holdout());
              json.put("droppedRows", rows.dropped());
            });
    json.put(
        "features", plan.job().train().features().stream().map(feature -> feature.name()).toList());
    plan.base().ifPresent(base -> json.put("base", base.number()));
    plan.unchanged().ifPresent(version -> json.put("unchanged", version.toString()));
    json.put("explanation", lines());
    return json;
  }

  private Map<String, String> lines() {
    Map<String, String> explained = new JobExplainer(loaded, run.runDate()).training();
    Map<String, String> lines = new LinkedHashMap<>();
    plan.unchanged()
        .ifPresent(
            version ->
                lines.put(
                    "nothing",
                    "would be trained: neither the sources nor the job changed since %s"
                        .formatted(version)));
    lines.put(
        "reads", String.join(", ", plan.sources().stream().map(SourceVersion::brief).toList()));
    lines.put(
        "rows",
        plan.rows()
            .map(PlanFormatter::counts)
            .orElseGet(
                () ->
                    "not counted: the sources have about %s MiB"
                        .formatted(Text.grouped(plan.bytes() / MIB))));
    lines.put("features", String.join("; ", features()));
    lines.putAll(explained);
    plan.job()
        .alias()
        .ifPresent(
            alias ->
                lines.put(
                    alias.value(),
                    plan.base()
                        .map(
                            base ->
                                String.format(
                                    Locale.ROOT,
                                    "moves from version %d to the new one",
                                    base.number()))
                        .orElse("is new, and points to the new version")));
    if (!plan.notes().isEmpty()) {
      lines.put("note", String.join("; ", plan.notes()));
    }
    return lines;
  }

  private List<String> features() {
    List<String> features = new ArrayList<>();
    features.add(Text.count(plan.job().train().features().size(), "column"));
    features.addAll(plan.features());
    return features;
  }

  private static String counts(Trainer.Counts rows) {
    String dropped = rows.dropped().isEmpty() ? "" : " " + new TreeMap<>(rows.dropped());
    return "%s to learn from, %s held out, %s left out%s"
        .formatted(
            Text.grouped(rows.train()),
            Text.grouped(rows.holdout()),
            Text.grouped(rows.dropped().values().stream().mapToLong(Long::longValue).sum()),
            dropped);
  }
}
