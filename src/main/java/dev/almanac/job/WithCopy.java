package dev.almanac.job;

import dev.almanac.database.Copied;
import java.util.Optional;

/**
 * What was made visible.
 *
 * @param copied what was copied into a database, if that was wanted
 */
public record WithCopy<T>(T done, Optional<Copied> copied) {}
