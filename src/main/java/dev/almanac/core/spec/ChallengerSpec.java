package dev.almanac.core.spec;

/**
 * A challenger: another model that scores the same rows into its own tables.
 *
 * @param name the challenger's name in the job file
 * @param model the model reference, as written in the job file
 * @param forecasts the challenger's forecast and rejects tables
 */
public record ChallengerSpec(String name, String model, ForecastSpec forecasts) {}
