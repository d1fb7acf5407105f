package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * State of a model, computed from its ledger. A pure function of the events. Kinds of later
 * releases have no effect; if one of them is must-understand, {@link #requireUnderstood} fails.
 *
 * @param versions the event that registered each version
 * @param byRun the same by the run that trained the version
 * @param moves the effective moves of each alias, oldest first, without those that a rollback
 *     reverted
 * @param lastMoves the event that set each alias to its current target, or removed it
 * @param withdrawn the event that withdrew each version that is withdrawn now
 * @param tags the event that set each tag to its current value, or removed it, by version; those of
 *     the model itself have no number
 * @param notes all notes, oldest first
 * @param discarded the event that discarded each run
 * @param refusals the event that refused each run
 * @param notUnderstood must-understand events of later releases
 */
record ModelState(
    ModelName model,
    SortedMap<Integer, LedgerEvent.Registered> versions,
    Map<RunId, LedgerEvent.Registered> byRun,
    SortedMap<Alias, List<LedgerEvent.AliasMoved>> moves,
    SortedMap<Alias, LedgerEvent.AliasMoved> lastMoves,
    SortedMap<Integer, LedgerEvent.Withdrawn> withdrawn,
    Map<OptionalInt, SortedMap<TagKey, LedgerEvent.Tagged>> tags,
    List<LedgerEvent.Noted> notes,
    Map<RunId, LedgerEvent.Discarded> discarded,
    Map<RunId, LedgerEvent.Refused> refusals,
    List<LedgerEvent.Unknown> notUnderstood) {
  /**
   * The state after all events.
   *
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} if they contradict each other
   */
  static ModelState fold(ModelName model, List<LedgerEvent> events) {
    ModelStateBuilder fold = new ModelStateBuilder(model);
    events.forEach(fold::add);
    return fold.state();
  }

  /** The state at an instant: later events are ignored. */
  static ModelState foldUntil(ModelName model, List<LedgerEvent> events, Instant at) {
    return fold(
        model, events.stream().takeWhile(event -> !event.stamp().at().isAfter(at)).toList());
  }

  /** The newest version's number; absent if there is none. */
  OptionalInt latest() {
    return versions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(versions.lastKey());
  }

  /** The version that an alias points to; absent if to none. */
  OptionalInt target(Alias alias) {
    LedgerEvent.AliasMoved moved = lastMoves.get(alias);
    return moved == null ? OptionalInt.empty() : moved.to();
  }

  /** The targets of all aliases that have one. */
  SortedMap<Alias, Integer> targets() {
    SortedMap<Alias, Integer> targets = new TreeMap<>();
    lastMoves.forEach((alias, moved) -> moved.to().ifPresent(to -> targets.put(alias, to)));
    return targets;
  }

  /** The tags of a version, or of the model itself. */
  SortedMap<TagKey, String> tagsOf(OptionalInt number) {
    SortedMap<TagKey, String> values = new TreeMap<>();
    tagged(number)
        .forEach((key, event) -> event.value().ifPresent(value -> values.put(key, value)));
    return values;
  }

  /** The event that set a tag to its current value, or removed it. */
  Optional<LedgerEvent.Tagged> lastTagged(OptionalInt number, TagKey key) {
    return Optional.ofNullable(tagged(number).get(key));
  }

  private SortedMap<TagKey, LedgerEvent.Tagged> tagged(OptionalInt number) {
    SortedMap<TagKey, LedgerEvent.Tagged> found = tags.get(number);
    return found == null ? Collections.emptySortedMap() : found;
  }

  /** The notes on a version, or on the model itself. */
  List<LedgerEvent.Noted> notesOn(OptionalInt number) {
    return notes.stream().filter(note -> note.number().equals(number)).toList();
  }

  /** The version that a run trained. */
  Optional<LedgerEvent.Registered> registeredBy(RunId runId) {
    return Optional.ofNullable(byRun.get(runId));
  }

  /** Whether the folder of a run belongs to a registered version. */
  boolean holds(RunId stagedBy) {
    return versions.values().stream().anyMatch(version -> version.stagedBy().equals(stagedBy));
  }

  /**
   * The event that registered a version.
   *
   * @throws AlmanacException {@code NO_SUCH_VERSION}
   */
  LedgerEvent.Registered version(int number) {
    LedgerEvent.Registered registered = versions.get(number);
    if (registered == null) {
      throw NotFoundErrors.version(this, number);
    }
    return registered;
  }

  /**
   * Refuses a version that was withdrawn.
   *
   * @param requested the reference as the caller gave it
   * @throws AlmanacException {@code VERSION_WITHDRAWN}, with who, when and why
   */
  void requireUsable(int number, String requested) {
    requireUsable(number, requested, Optional.empty());
  }

  /**
   * As {@link #requireUsable(int, String)}.
   *
   * @param alias the alias that resolved to the version, for a hint to move it
   */
  void requireUsable(int number, String requested, Optional<Alias> alias) {
    LedgerEvent.Withdrawn event = withdrawn.get(number);
    if (event != null) {
      String restore =
          String.format(Locale.ROOT, "almanac registry restore %s:%d --reason TEXT", model, number);
      throw new AlmanacException(
          ErrorCode.VERSION_WITHDRAWN,
          String.format(
              Locale.ROOT,
              "%s is version %d of %s, which %s withdrew at %s: %s%n%s",
              requested,
              number,
              model,
              event.stamp().by(),
              event.stamp().at(),
              event.reason(),
              alias
                  .map(
                      moved ->
                          "Move the alias with: %s%nor let the version be used again with: %s"
                              .formatted(RollbackProposal.commandFor(this, moved), restore))
                  .orElse("Use another version, or let this one be used again with: " + restore)));
    }
  }

  /**
   * Refuses a ledger with a must-understand event of a later release.
   *
   * @throws AlmanacException {@code LEDGER_NOT_UNDERSTOOD}
   */
  void requireUnderstood() {
    if (!notUnderstood.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.LEDGER_NOT_UNDERSTOOD,
          "The ledger of %s has events that restrict what may be done and that this release does not know: %s. A later release wrote them. Use that release; this one shows the history and does nothing else."
              .formatted(
                  model,
                  notUnderstood.stream()
                      .map(
                          event ->
                              String.format(
                                  Locale.ROOT,
                                  "'%s' (number %d)",
                                  event.kind(),
                                  event.stamp().seq()))
                      .collect(Collectors.joining(", "))));
    }
  }
}
