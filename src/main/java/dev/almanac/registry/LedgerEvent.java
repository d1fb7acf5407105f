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

/** One event of a model's ledger. Immutable; never changed or removed once it is in the ledger. */
public sealed interface LedgerEvent {
  /** The fields that all events have. */
  Stamp stamp();

  /** The name of the event's kind in ledger files. */
  String kind();

  /**
   * Whether the event is must-understand: it forbids something that was allowed before, so a
   * release that does not know its kind must not ignore it.
   */
  default boolean restricts() {
    return false;
  }

  /** The event's fields as the ledger has them, without its hashes, as one line of JSON. */
  default String json() {
    return Json.line(EventJson.fields(this));
  }

  /**
   * Number, time and author of an event.
   *
   * @param seq its number in the ledger; the first is 1, and there are no gaps
   * @param at when it was written, in milliseconds; never before the preceding event
   * @param by the user of the process
   * @param runId the run that wrote it
   */
  record Stamp(long seq, Instant at, String by, RunId runId) {}

  /**
   * Registration of a version.
   *
   * @param number the version's number
   * @param folder its folder, relative to the model's
   * @param manifestSha256 the hash of its {@code manifest.json}
   * @param origin where it was copied from; absent if it was trained here
   */
  record Registered(
      Stamp stamp, int number, String folder, String manifestSha256, Optional<Origin> origin)
      implements LedgerEvent {
    static final String KIND = "registered";

    @Override
    public String kind() {
      return KIND;
    }

    /** The run that trained the version, here or in the registry it was copied from. */
    public RunId madeBy() {
      return origin.map(Origin::runId).orElseGet(this::stagedBy);
    }

    /** The run that wrote the version into this registry and names its folder. */
    public RunId stagedBy() {
      return Layout.runOf(folder);
    }
  }

  /**
   * Refusal of a run's model.
   *
   * @param reasons one sentence each
   * @param evaluation the model's evaluation, if it was computed
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
   * Move or removal of an alias.
   *
   * @param from the version that it pointed to before, if any
   * @param to the version that it points to from now on; absent if it was removed
   * @param undoes for a rollback, the number of the move that it reverts together with all later
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
   * Change or removal of a tag.
   *
   * @param number the version's; absent for a tag of the model itself
   * @param value absent if the tag was removed
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
   * A note of a user.
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

  /** Withdrawal of a version: it must not be used any more. */
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

  /** Restoration of a withdrawn version: it may be used again. */
  record Restored(Stamp stamp, int number, String reason) implements LedgerEvent {
    static final String KIND = "restored";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * Removal of a run's right to publish the version that it staged; the files are deleted.
   *
   * @param run the run of the folder
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
   * An event kind of a later release. It is kept and shown. If it is must-understand, this release
   * neither resolves nor changes anything of the model; otherwise it has no effect here.
   *
   * @param json the event's fields as in the ledger, sorted, on one line
   */
  record Unknown(Stamp stamp, String kind, String json, boolean restricts) implements LedgerEvent {}
}
