package dev.almanac.core.spec;

/**
 * A further model that scores the same rows, into tables of its own.
 *
 * @param name what the job file calls it
 * @param model the reference, as written in the job file
 * @param forecasts where its forecasts and rejects stand
 */
public record ChallengerSpec(String name, String model, ForecastSpec forecasts) {}
