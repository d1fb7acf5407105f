package dev.almanac.config;

import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Validated platform settings and job of one command.
 *
 * @param places maps the path of a job setting to its location, such as {@code jobs/churn.conf:
 *     12}; for an absent setting, the location of the block that would hold it
 * @param textPlaces like {@code places}, for one character of a string, by path and character
 *     offset
 * @param redactor removes secrets and environment values from a message about the job
 * @param secrets removes secrets from any text
 */
public record LoadedJob(
    PlatformSpec platform,
    JobSpec job,
    UnaryOperator<String> places,
    BiFunction<String, Integer, String> textPlaces,
    UnaryOperator<String> redactor,
    UnaryOperator<String> secrets) {}
