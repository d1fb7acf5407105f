package dev.almanac.core.spec;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A job: trains a model, scores a table with it and publishes the forecasts.
 *
 * @param model the model's name in the registry
 * @param description one line for people
 * @param runDate the run date if the command line has none
 * @param alias the alias that moves to a version that passes its gate; absent for none
 * @param copy the PostgreSQL table that publications are exported to; absent for none
 * @param effective the effective job configuration as canonical JSON, secrets masked: part of a
 *     version's provenance
 */
public record JobSpec(
    ModelName model,
    String description,
    Optional<LocalDate> runDate,
    TrainSpec train,
    Optional<Alias> alias,
    ScoreSpec score,
    DecisionSpec decision,
    ForecastSpec forecasts,
    Optional<JdbcSpec> copy,
    String effective) {
  /** Without an export. */
  public JobSpec(
      ModelName model,
      String description,
      Optional<LocalDate> runDate,
      TrainSpec train,
      Optional<Alias> alias,
      ScoreSpec score,
      DecisionSpec decision,
      ForecastSpec forecasts,
      String effective) {
    this(
        model,
        description,
        runDate,
        train,
        alias,
        score,
        decision,
        forecasts,
        Optional.empty(),
        effective);
  }

  /**
   * A copy with another training.
   *
   * @param text the effective configuration of the copy
   */
  public JobSpec with(TrainSpec training, String text) {
    return new JobSpec(
        model, description, runDate, training, alias, score, decision, forecasts, copy, text);
  }
}
