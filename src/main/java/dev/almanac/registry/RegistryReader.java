package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.files.FileStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Read access to the registry's models and their histories. Changes nothing. */
final class RegistryReader {
  private final FileStore store;
  private final Manifests manifests;

  RegistryReader(FileStore store, Manifests manifests) {
    this.store = store;
    this.manifests = manifests;
  }

  /** The ledger of a model; an error if the model does not exist. */
  LedgerLog ledger(ModelName model) {
    LedgerLog log = new Ledger(store, model).read();
    if (log.size() == 0) {
      List<String> known = models().stream().map(summary -> summary.name().value()).toList();
      throw NotFoundErrors.model(store.root(), model, known);
    }
    return log;
  }

  List<ModelSummary> models() {
    return names().stream().map(this::summary).flatMap(Optional::stream).toList();
  }

  /** The name of every folder with a valid model name, sorted. */
  List<ModelName> names() {
    return store.list("").stream()
        .filter(entry -> !entry.isFile())
        .map(entry -> name(entry.name()))
        .flatMap(Optional::stream)
        .toList();
  }

  ModelHistory history(ModelName model) {
    LedgerLog log = ledger(model);
    ModelState state = log.state();
    List<VersionEntry> versions =
        state.versions().values().stream().map(event -> entry(state, event)).toList();
    return new ModelHistory(
        model,
        versions,
        state.targets(),
        state.tagsOf(OptionalInt.empty()),
        state.notesOn(OptionalInt.empty()),
        log.events());
  }

  /** Absent for a folder without a committed event. */
  private Optional<ModelSummary> summary(ModelName model) {
    try {
      LedgerLog log = new Ledger(store, model).read();
      ModelState state = log.state();
      return log.last()
          .map(
              last ->
                  new ModelSummary(
                      model,
                      state.versions().size(),
                      state.withdrawn().size(),
                      state.latest(),
                      state.targets(),
                      state.refusals().size(),
                      Optional.of(last),
                      Optional.empty()));
    } catch (AlmanacException e) {
      return Optional.of(
          new ModelSummary(
              model,
              0,
              0,
              OptionalInt.empty(),
              new TreeMap<>(),
              0,
              Optional.empty(),
              Optional.of(damage(e))));
    }
  }

  private VersionEntry entry(ModelState state, LedgerEvent.Registered event) {
    Optional<Manifest> manifest = Optional.empty();
    Optional<String> damage = Optional.empty();
    try {
      manifest = Optional.of(manifests.load(state.model(), event).manifest());
    } catch (AlmanacException e) {
      damage = Optional.of(damage(e));
    }
    return new VersionEntry(
        new ModelVersion(state.model(), event.number()),
        event.stamp().at(),
        event.stamp().by(),
        event.madeBy(),
        event.origin(),
        Optional.ofNullable(state.withdrawn().get(event.number())),
        state.tagsOf(OptionalInt.of(event.number())),
        state.notesOn(OptionalInt.of(event.number())),
        manifest,
        damage);
  }

  /** A description of the corruption; rethrows every other error. */
  private static String damage(AlmanacException failure) {
    if (failure.code() != ErrorCode.ARTIFACT_DAMAGED) {
      throw failure;
    }
    return String.valueOf(failure.getMessage());
  }

  /** Folders without a valid model name do not belong to the registry. */
  private static Optional<ModelName> name(String folder) {
    try {
      return Optional.of(new ModelName(folder));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
