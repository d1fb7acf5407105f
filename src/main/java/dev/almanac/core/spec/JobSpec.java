package dev.almanac.core.spec;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One job file: train a model, score a table with it, publish the forecasts.
 *
 * @param model the model's name in the registry
 * @param description one line for people
 * @param runDate the date the job stands for when the command line names none
 * @param alias the alias that moves to a version that passed its gate; absent means none moves
 * @param copy the database table that publications are copied into; absent for none
 * @param effective the whole effective job configuration as canonical JSON, secrets masked: what a
 *     version's provenance keeps
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
  /** Without a copy of the forecasts. */
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
   * The same with another training.
   *
   * @param text the effective configuration that says so
   */
  public JobSpec with(TrainSpec training, String text) {
    return new JobSpec(
        model, description, runDate, training, alias, score, decision, forecasts, copy, text);
  }
}
