package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One line of a model's history. Immutable; never changed or removed once it is in the ledger. */
public sealed interface LedgerEvent {
  /** What all events have. */
  Stamp stamp();

  /** The word for the kind of event in ledger files. */
  String kind();

  /**
   * Whether it takes something away that was allowed before, so that a release which does not know
   * the kind must not go on as if it were not there.
   */
  default boolean restricts() {
    return false;
  }

  /** The event's fields as the ledger has them, without its hashes, as one line of JSON. */
  default String json() {
    return Json.line(EventJson.fields(this));
  }

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
   * @param origin where it was copied from; absent if it was made here
   */
  record Registered(
      Stamp stamp, int number, String folder, String manifestSha256, Optional<Origin> origin)
      implements LedgerEvent {
    static final String KIND = "registered";

    @Override
    public String kind() {
      return KIND;
    }

    /** The run that made the version, here or in the registry it was copied from. */
    public RunId madeBy() {
      return origin.map(Origin::runId).orElseGet(this::stagedBy);
    }

    /** The run that brought the version into this registry and whose folder it stands in. */
    public RunId stagedBy() {
      return Layout.runOf(folder);
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
   * @param undoes for a rollback, the number of the move it takes back together with all later
   *     moves of the alias
   */
  record AliasMoved(
      Stamp stamp,
      Alias alias,
      OptionalInt from,
      OptionalInt to,
      String reason,
      OptionalLong undoes)
      implements LedgerEvent {
    static final String KIND = "alias-moved";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * A tag was set, or taken away.
   *
   * @param number the version's; absent for a tag of the model itself
   * @param value absent if the tag was taken away
   */
  record Tagged(Stamp stamp, OptionalInt number, TagKey key, Optional<String> value)
      implements LedgerEvent {
    static final String KIND = "tagged";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * Somebody wrote something down.
   *
   * @param number the version's; absent for a note on the model itself
   */
  record Noted(Stamp stamp, OptionalInt number, String text) implements LedgerEvent {
    static final String KIND = "noted";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /** A version must not be used any more. */
  record Withdrawn(Stamp stamp, int number, String reason) implements LedgerEvent {
    static final String KIND = "withdrawn";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public boolean restricts() {
      return true;
    }
  }

  /** A version that was withdrawn may be used again. */
  record Restored(Stamp stamp, int number, String reason) implements LedgerEvent {
    static final String KIND = "restored";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * A run that staged a version and did not publish it has lost the right to: its files are
   * removed.
   *
   * @param run the run whose folder it was
   */
  record Discarded(Stamp stamp, RunId run) implements LedgerEvent {
    static final String KIND = "discarded";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public boolean restricts() {
      return true;
    }
  }

  /**
   * A kind that a later release wrote. It is kept and shown. If it restricts, this release neither
   * resolves nor changes anything of the model; otherwise it changes nothing this release knows.
   *
   * @param json the event's fields as the ledger has them, sorted, on one line
   */
  record Unknown(Stamp stamp, String kind, String json, boolean restricts) implements LedgerEvent {}
}
