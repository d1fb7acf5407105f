package dev.almanac.config;

import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * What one command runs with: the site's settings and the job, both checked.
 *
 * @param places where a setting of the job was said, such as {@code jobs/churn.conf: 12}, by its
 *     path in the job file; of one that nobody said, the block where it would stand
 * @param textPlaces as {@code places}, of one character of a text, by its path and the characters
 *     before it
 * @param redactor takes secrets and values of the environment out of a message about the job
 * @param secrets takes secrets out of any text
 */
public record LoadedJob(
    PlatformSpec platform,
    JobSpec job,
    UnaryOperator<String> places,
    BiFunction<String, Integer, String> textPlaces,
    UnaryOperator<String> redactor,
    UnaryOperator<String> secrets) {}
