package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.database.Copied;
import dev.almanac.warehouse.CopyNote;
import java.util.Optional;

/**
 * What became of the copy of a publication. The publication is visible whatever it says.
 *
 * @param copied what was done; empty if nothing was asked for, or it failed
 * @param failure why it failed, if it did
 */
record CopyOutcome(Optional<Copied> copied, Optional<AlmanacException> failure) {
  /** Nothing was asked for. */
  static final CopyOutcome NONE = new CopyOutcome(Optional.empty(), Optional.empty());

  /** In words, for the table of runs; nothing if there is nothing to say. */
  String describe() {
    return copied
        .map(Copied::describe)
        .or(() -> failure.map(e -> "not copied: " + e.code() + ": " + e.getMessage()))
        .orElse("");
  }

  /** What somebody says, and this. */
  String after(String reason) {
    return describe().isEmpty()
        ? reason
        : reason.isEmpty() ? describe() : reason + "; " + describe();
  }

  /** A run's summary with what was done. */
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

  /** What was done; throws what went wrong. */
  Optional<Copied> orThrow() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return copied;
  }
}
