package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.RowCounts;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.monitoring.Drift;
import dev.almanac.monitoring.FieldDrift;
import dev.almanac.warehouse.PreviousPublication;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Applies a job's guards to a run's rows. The rows of each model are compared with that model's own
 * training. A guard fails if its reference cannot be read.
 */
final class GuardInspection {
  private static final List<Guard> LOOKING_BACK =
      List.of(Guard.LAST_DRIFT, Guard.LABEL_FLIPS, Guard.MOVERS, Guard.SEGMENTS);

  private final GuardSpec spec;
  private final List<GuardedModel> models;
  private final PassCounts counts;

  /**
   * @param models the scoring models, the job's model first
   * @param counts the counts taken while the rows were computed
   */
  GuardInspection(GuardSpec spec, List<GuardedModel> models, PassCounts counts) {
    this.spec = spec;
    this.models = List.copyOf(models);
    this.counts = counts;
  }

  /**
   * Compares a run with training and with the previous publication.
   *
   * @param forecasts of the run, without rejects
   * @param last reads the forecasts of the table's newest date up to the run's; called only if a
   *     guard needs them
   */
  List<GuardFinding> inspect(
      Dataset<Row> forecasts,
      RowCounts rows,
      List<String> keys,
      Supplier<Optional<PreviousPublication>> last) {
    List<GuardFinding> findings = new ArrayList<>();
    findings.addAll(inputs());
    findings.addAll(forecasts());
    if (rules(LOOKING_BACK).findAny().isPresent()) {
      findings.addAll(lookBack(forecasts, rows.scored(), keys, last));
    }
    return findings;
  }

  private List<GuardFinding> inputs() {
    List<Guard> guards = List.of(Guard.NULLS, Guard.INPUT_DRIFT);
    if (rules(guards).findAny().isEmpty()) {
      return List.of();
    }
    GuardFindings found = new GuardFindings(spec);
    for (int i = 0; i < models.size(); i++) {
      GuardedModel model = models.get(i);
      if (model.profile().isEmpty()) {
        noProfile(guards, model, found);
        continue;
      }
      Drift.of(model.profile().get().inputs(), counts.inputs(i))
          .forEach(field -> judge(field, model.subject(field.name()), found));
    }
    return found.worst();
  }

  private void judge(FieldDrift field, String subject, GuardFindings found) {
    spec.rule(Guard.NULLS)
        .ifPresent(
            rule ->
                found.judged(
                    Guard.NULLS,
                    subject,
                    field.nulls() - field.referenceNulls(),
                    rule,
                    Math.min(field.rows(), field.referenceRows()),
                    String.format(
                        Locale.ROOT,
                        "%.2f %% null, %.2f %% in training",
                        100 * field.nulls(),
                        100 * field.referenceNulls())));
    spec.rule(Guard.INPUT_DRIFT)
        .ifPresent(rule -> found.drift(Guard.INPUT_DRIFT, subject, field, rule, ""));
  }

  private List<GuardFinding> forecasts() {
    Optional<GuardSpec.Rule> rule = spec.rule(Guard.FORECAST_DRIFT);
    if (rule.isEmpty()) {
      return List.of();
    }
    GuardFindings found = new GuardFindings(spec);
    for (int i = 0; i < models.size(); i++) {
      GuardedModel model = models.get(i);
      if (model.profile().isEmpty()) {
        noProfile(List.of(Guard.FORECAST_DRIFT), model, found);
        continue;
      }
      Drift.of(model.profile().get().forecasts(), counts.forecasts(i))
          .forEach(
              field ->
                  found.drift(
                      Guard.FORECAST_DRIFT, model.subject(field.name()), field, rule.get(), ""));
    }
    return found.worst();
  }

  private List<GuardFinding> lookBack(
      Dataset<Row> forecasts,
      long count,
      List<String> keys,
      Supplier<Optional<PreviousPublication>> last) {
    GuardedModel main = models.get(0);
    LastComparison comparison =
        new LastComparison(
            spec, main.signature().task(), keys, main.profile(), this::countedForecasts);
    try {
      return last.get()
          .map(published -> comparison.inspect(forecasts, count, published))
          .orElseGet(List::of);
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      AlmanacException cause = JobFailures.translate("comparing with the last publication", e);
      GuardFindings found = new GuardFindings(spec);
      rules(LOOKING_BACK)
          .forEach(
              guard ->
                  found.unknown(
                      guard,
                      "",
                      spec.rule(guard).orElseThrow(),
                      "the last publication cannot be read: " + cause.getMessage()));
      return found.all();
    }
  }

  /** Counts of all forecasts of the run in the bins of the main model's profile, if available. */
  private Optional<long[][]> countedForecasts() {
    return models.size() == 1 ? Optional.of(counts.forecasts(0)) : Optional.empty();
  }

  private void noProfile(List<Guard> guards, GuardedModel model, GuardFindings found) {
    rules(guards)
        .forEach(
            guard ->
                found.unknown(
                    guard, model.subject(""), spec.rule(guard).orElseThrow(), model.problem()));
  }

  /** The guards that are not off. */
  private Stream<Guard> rules(List<Guard> guards) {
    return guards.stream().filter(guard -> spec.rule(guard).isPresent());
  }
}
