package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One line of a model's history. Immutable; never changed or removed once it is in the ledger. */
public sealed interface LedgerEvent {
  /** What all events have. */
  Stamp stamp();

  /** The word for the kind of event in ledger files. */
  String kind();

  /**
   * Which, when, who.
   *
   * @param seq its place in the ledger; the first is 1, and there are no gaps
   * @param at when it was written, milliseconds; never before the event that precedes it
   * @param by the user the process ran as
   * @param runId the run that wrote it
   */
  record Stamp(long seq, Instant at, String by, RunId runId) {}

  /**
   * A version came to be.
   *
   * @param number the version's number
   * @param folder its folder, relative to the model's
   * @param manifestSha256 the hash of its {@code manifest.json}
   */
  record Registered(Stamp stamp, int number, String folder, String manifestSha256)
      implements LedgerEvent {
    static final String KIND = "registered";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * A run trained a model that was not let in.
   *
   * @param reasons why, one sentence each
   * @param evaluation what the model was worth, if it came so far
   */
  record Refused(Stamp stamp, List<String> reasons, Optional<Evaluation> evaluation)
      implements LedgerEvent {
    static final String KIND = "refused";

    /** Copies the reasons. */
    public Refused {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * An alias was pointed elsewhere.
   *
   * @param from the version it pointed to before, if any
   * @param to the version it points to from now on; absent if it was taken away
   */
  record AliasMoved(Stamp stamp, Alias alias, OptionalInt from, OptionalInt to, String reason)
      implements LedgerEvent {
    static final String KIND = "alias-moved";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * A kind that a later release wrote. It is kept and shown; it changes nothing this release knows.
   *
   * @param json the whole event as it stands in the ledger
   */
  record Unknown(Stamp stamp, String kind, String json) implements LedgerEvent {}
}
