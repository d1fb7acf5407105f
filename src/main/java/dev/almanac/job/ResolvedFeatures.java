package dev.almanac.job;

import dev.almanac.core.Progress;
import dev.almanac.core.spec.ColumnPattern;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.registry.ResolvedSpec;
import dev.almanac.training.FeatureSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * A job whose feature rules are resolved to columns.
 *
 * @param summary one line for the columns that the rules selected and one for the others; empty
 *     without rules
 */
record ResolvedFeatures(JobSpec job, List<String> summary) {
  /** Resolves a job's rules against the table that it trains on. */
  static ResolvedFeatures of(JobSpec job, StructType schema, Progress progress) {
    if (!job.train().rules().any()) {
      return new ResolvedFeatures(job, List.of());
    }
    FeatureSelection selection = FeatureSelection.of(schema, job.train(), job.score().keys());
    Map<String, Map<String, String>> taken = new TreeMap<>();
    selection
        .taken()
        .forEach(
            (column, rule) ->
                taken
                    .computeIfAbsent(FeatureSelection.kind(rule), kind -> new TreeMap<>())
                    .put(column, rule.name()));
    JobSpec resolved =
        job.with(
            selection.spec(), ResolvedSpec.of(job.effective(), taken, ColumnPattern::isPattern));
    Preflight.require(resolved);
    List<String> summary = new ArrayList<>();
    summary.add("features by rule: " + String.join(", ", selection.counts()));
    if (!selection.left().isEmpty()) {
      summary.add("no features: " + String.join("; ", selection.leftOut()));
    }
    summary.forEach(progress::fact);
    return new ResolvedFeatures(resolved, summary);
  }
}
