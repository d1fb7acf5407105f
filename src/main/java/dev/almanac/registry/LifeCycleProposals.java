package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import java.util.Optional;
import java.util.OptionalInt;

/** Proposed changes of a registered version or a model. */
final class LifeCycleProposals {
  private LifeCycleProposals() {}

  /** Change of a tag; an absent value removes it. */
  record Tag(RunId runId, OptionalInt number, TagKey key, Optional<String> value)
      implements Ledger.Proposal {
    @Override
    public Optional<LedgerEvent> done(ModelState state) {
      return state
          .lastTagged(number, key)
          .filter(last -> last.value().equals(value))
          .map(LedgerEvent.class::cast);
    }

    @Override
    public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
      number.ifPresent(state::version);
      if (value.isEmpty() && !state.tagsOf(number).containsKey(key)) {
        throw NotFoundErrors.tag(state, number, key);
      }
      return new LedgerEvent.Tagged(stamp, number, key, value);
    }
  }

  /** A note. Two of one run with one text are one event. */
  record Note(RunId runId, OptionalInt number, String text) implements Ledger.Proposal {
    @Override
    public Optional<LedgerEvent> done(ModelState state) {
      return state.notesOn(number).stream()
          .filter(note -> note.stamp().runId().equals(runId) && note.text().equals(text))
          .map(LedgerEvent.class::cast)
          .findFirst();
    }

    @Override
    public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
      number.ifPresent(state::version);
      return new LedgerEvent.Noted(stamp, number, text);
    }
  }

  /** Withdrawal of a version. */
  record Withdrawal(RunId runId, int number, String reason) implements Ledger.Proposal {
    @Override
    public Optional<LedgerEvent> done(ModelState state) {
      return Optional.ofNullable(state.withdrawn().get(number));
    }

    @Override
    public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
      state.version(number);
      return new LedgerEvent.Withdrawn(stamp, number, reason);
    }
  }

  /** Restoration of a withdrawn version. */
  record Restoration(RunId runId, int number, String reason) implements Ledger.Proposal {
    @Override
    public Optional<LedgerEvent> done(ModelState state) {
      // without a withdrawal, the registration event is what makes the version usable
      return state.withdrawn().containsKey(number)
          ? Optional.empty()
          : Optional.ofNullable(state.versions().get(number));
    }

    @Override
    public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
      state.version(number);
      return new LedgerEvent.Restored(stamp, number, reason);
    }
  }

  /** Removal of a run's right to publish the version that it staged. */
  record Discard(RunId runId, RunId run) implements Ledger.Proposal {
    @Override
    public Optional<LedgerEvent> done(ModelState state) {
      return Optional.ofNullable(state.discarded().get(run));
    }

    @Override
    public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
      if (state.holds(run)) {
        throw new AlmanacException(
            ErrorCode.LOST_RACE,
            "Run %s has published its version of %s in the meantime, so its files are no debris."
                .formatted(run, state.model()));
      }
      return new LedgerEvent.Discarded(stamp, run);
    }
  }
}
