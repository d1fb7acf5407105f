package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Looks at what is there: which models, and the history of one. Changes nothing. */
final class Catalogue {
  private final FileStore store;
  private final Manifests manifests;

  Catalogue(FileStore store, Manifests manifests) {
    this.store = store;
    this.manifests = manifests;
  }

  /** The ledger of a model that must be there. */
  LedgerLog ledger(ModelName model) {
    LedgerLog log = new Ledger(store, model).read();
    if (log.size() == 0) {
      List<String> known = models().stream().map(summary -> summary.name().value()).toList();
      throw Absence.model(store.root(), model, known);
    }
    return log;
  }

  List<ModelSummary> models() {
    List<ModelSummary> summaries = new ArrayList<>();
    for (FileEntry entry : store.list("")) {
      if (!entry.isFile()) {
        name(entry.name()).flatMap(this::summary).ifPresent(summaries::add);
      }
    }
    return summaries;
  }

  ModelHistory history(ModelName model) {
    LedgerLog log = ledger(model);
    ModelState state = log.state();
    List<VersionEntry> versions =
        state.versions().values().stream().map(event -> entry(model, event)).toList();
    return new ModelHistory(model, versions, state.targets(), log.events());
  }

  /** Absent for a folder in which nothing was ever committed. */
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
              OptionalInt.empty(),
              new TreeMap<>(),
              0,
              Optional.empty(),
              Optional.of(damage(e))));
    }
  }

  private VersionEntry entry(ModelName model, LedgerEvent.Registered event) {
    Optional<Manifest> manifest = Optional.empty();
    Optional<String> damage = Optional.empty();
    try {
      manifest = Optional.of(manifests.load(model, event).manifest());
    } catch (AlmanacException e) {
      damage = Optional.of(damage(e));
    }
    return new VersionEntry(
        new ModelVersion(model, event.number()),
        event.stamp().at(),
        event.stamp().by(),
        event.stamp().runId(),
        manifest,
        damage);
  }

  /** What is damaged; every other error is not for a list to swallow. */
  private static String damage(AlmanacException failure) {
    if (failure.code() != ErrorCode.ARTIFACT_DAMAGED) {
      throw failure;
    }
    return String.valueOf(failure.getMessage());
  }

  /** Folders that are not named as models are, are none of ours. */
  private static Optional<ModelName> name(String folder) {
    try {
      return Optional.of(new ModelName(folder));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
