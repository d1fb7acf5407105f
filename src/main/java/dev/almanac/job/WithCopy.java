package dev.almanac.job;

import dev.almanac.database.Copied;
import java.util.Optional;

/**
 * A publication or rollback, with its export.
 *
 * @param copied the export to a database, if there was one
 */
public record WithCopy<T>(T done, Optional<Copied> copied) {}
