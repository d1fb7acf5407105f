package dev.almanac.job;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.Profile;
import dev.almanac.core.RowAccount;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.monitoring.Drift;
import dev.almanac.monitoring.FieldDrift;
import dev.almanac.warehouse.LastForecasts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks at a run's rows with the guards of its job. */
final class GuardInspection {
  /** Beyond so many input rows chance picks about as many: drift is measured well enough. */
  private static final long INPUT_ROWS = 200_000;

  private static final long SEED = 1;
  private static final String NO_PROFILE = "the version keeps no profile of its training";

  private final GuardSpec spec;
  private final Signature signature;
  private final Optional<Profile> profile;

  /**
   * @param profile how the version's inputs and forecasts were in training; empty if it kept none
   */
  GuardInspection(GuardSpec spec, Signature signature, Optional<Profile> profile) {
    this.spec = spec;
    this.signature = signature;
    this.profile = profile;
  }

  /** Whether any guard compares with forecasts that were published before. */
  boolean looksBack() {
    return List.of(Guard.LAST_DRIFT, Guard.LABEL_FLIPS, Guard.MOVERS, Guard.SEGMENTS).stream()
        .anyMatch(guard -> spec.rule(guard).isPresent());
  }

  /**
   * Compares a run with training and with what stands in its table.
   *
   * @param input the rows that were scored, as the job reads them
   * @param scored what came of them
   * @param last what the table has of the newest date up to the run's
   */
  List<GuardFinding> inspect(
      Dataset<Row> input,
      Dataset<Row> scored,
      RowAccount rows,
      List<String> keys,
      Optional<LastForecasts> last) {
    List<GuardFinding> findings = new ArrayList<>();
    findings.addAll(inputs(input, rows));
    Dataset<Row> forecasts =
        scored.where(ExactNames.column(ForecastColumns.REJECT_REASON).isNull());
    findings.addAll(forecasts(forecasts));
    if (looksBack()) {
      findings.addAll(
          last.<List<GuardFinding>>map(
                  forecast ->
                      new LastComparison(spec, signature.task(), keys, profile)
                          .inspect(forecasts, rows.scored(), forecast))
              .orElseGet(() -> List.of()));
    }
    return findings;
  }

  private List<GuardFinding> inputs(Dataset<Row> input, RowAccount rows) {
    Optional<GuardSpec.Rule> nulls = spec.rule(Guard.NULLS);
    Optional<GuardSpec.Rule> drift = spec.rule(Guard.INPUT_DRIFT);
    if (nulls.isEmpty() && drift.isEmpty()) {
      return List.of();
    }
    Findings found = new Findings(spec);
    if (profile.isEmpty()) {
      nulls.ifPresent(rule -> found.notJudged(Guard.NULLS, "", rule, NO_PROFILE));
      drift.ifPresent(rule -> found.notJudged(Guard.INPUT_DRIFT, "", rule, NO_PROFILE));
      return found.all();
    }
    Dataset<Row> some =
        rows.in() <= INPUT_ROWS
            ? input
            : input.sample(false, (double) INPUT_ROWS / rows.in(), SEED);
    for (FieldDrift field : Drift.inputs(signature, profile.get().inputs(), some)) {
      nulls.ifPresent(
          rule ->
              found.judged(
                  Guard.NULLS,
                  field.name(),
                  field.nulls() - field.referenceNulls(),
                  rule,
                  Math.min(field.rows(), field.referenceRows()),
                  String.format(
                      Locale.ROOT,
                      "%.2f %% null, %.2f %% in training",
                      100 * field.nulls(),
                      100 * field.referenceNulls())));
      drift.ifPresent(rule -> found.drift(Guard.INPUT_DRIFT, field, rule, ""));
    }
    return found.worst();
  }

  private List<GuardFinding> forecasts(Dataset<Row> forecasts) {
    Optional<GuardSpec.Rule> rule = spec.rule(Guard.FORECAST_DRIFT);
    if (rule.isEmpty()) {
      return List.of();
    }
    Findings found = new Findings(spec);
    if (profile.isEmpty()) {
      found.notJudged(Guard.FORECAST_DRIFT, "", rule.get(), NO_PROFILE);
      return found.all();
    }
    Drift.of(profile.get().forecasts(), forecasts)
        .forEach(field -> found.drift(Guard.FORECAST_DRIFT, field, rule.get(), ""));
    return found.worst();
  }
}
