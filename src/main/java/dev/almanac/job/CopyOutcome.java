package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.database.Copied;
import dev.almanac.warehouse.CopyNote;
import java.util.Optional;

/**
 * Result of a publication's export to PostgreSQL. The publication is visible in any case.
 *
 * @param copied the export; empty if there was none, or it failed
 * @param failure why it failed, if it did
 */
record CopyOutcome(Optional<Copied> copied, Optional<AlmanacException> failure) {
  /** The job has no export. */
  static final CopyOutcome NONE = new CopyOutcome(Optional.empty(), Optional.empty());

  /** A description for the runs table; empty if there is nothing to report. */
  String describe() {
    return copied
        .map(Copied::describe)
        .or(() -> failure.map(e -> "not copied: " + e.code() + ": " + e.getMessage()))
        .orElse("");
  }

  /** A reason, followed by this description. */
  String after(String reason) {
    return describe().isEmpty()
        ? reason
        : reason.isEmpty() ? describe() : reason + "; " + describe();
  }

  /** A run's summary with the export. */
  String in(String summary) {
    return copied
        .filter(done -> done.newer().isEmpty())
        .map(
            done ->
                new CopyNote(
                        done.table(), done.rows(), done.inserted(), done.updated(), done.removed())
                    .in(summary))
        .orElse(summary);
  }

  /** The export; throws its failure. */
  Optional<Copied> orThrow() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return copied;
  }
}
