package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.files.CreateOutcome;
import dev.almanac.files.FileStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Model registry: immutable versions of models, aliases that point to them, and a ledger of all
 * changes with author, time and reason. A version exists if and only if the ledger registers it.
 *
 * <p>Each change is one exclusive create of one small file, so it is atomic under failures and
 * races. An operation whose response was lost searches the ledger for its own event; only if the
 * ledger cannot be read does it end with {@code OUTCOME_UNKNOWN}, and running it again with the
 * same run id is then safe. Every operation may raise {@code STORE_UNAVAILABLE}, and {@code
 * ARTIFACT_DAMAGED} naming the file if the ledger was tampered with. Operations that resolve or
 * change something may raise {@code LEDGER_NOT_UNDERSTOOD}.
 *
 * <p>Thread-safe and, where the store supports exclusive create, safe for concurrent processes.
 */
public final class ModelRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);
  private final FileStore store;
  private final Manifests manifests;
  private final RegistryReader catalogue;
  private final Clock clock;
  private final Supplier<String> user;

  /**
   * A registry in a folder.
   *
   * @param clock stamps the events
   * @param user the user that events record
   */
  public ModelRegistry(FileStore store, Clock clock, String user) {
    this(store, clock, () -> user);
  }

  /**
   * As {@link #ModelRegistry(FileStore, Clock, String)}.
   *
   * @param user the user that events record; called only if something is written
   */
  public ModelRegistry(FileStore store, Clock clock, Supplier<String> user) {
    this.store = store;
    this.manifests = new Manifests(store);
    this.catalogue = new RegistryReader(store, manifests);
    this.clock = clock;
    this.user = () -> Text.printable(user.get());
  }

  /** The registry's location, as in error messages. */
  public String location() {
    return store.root();
  }

  /**
   * Begins a version: creates the folder of the run exclusively.
   *
   * @throws AlmanacException {@code LOST_RACE} if a run with this id has begun a version of the
   *     model before: a run id identifies one execution
   */
  public StagedVersion stage(ModelName model, RunId runId) {
    byte[] content =
        Json.write(
            Json.object()
                .put("schema", ManifestJson.SCHEMA)
                .put("runId", runId.value())
                .put("at", clock.instant().toString())
                .put("by", user.get()));
    return stage(model, runId, content);
  }

  private StagedVersion stage(ModelName model, RunId runId, byte[] content) {
    String marker = Layout.versionFolder(model, runId) + "/" + Layout.STAGED;
    if (store.createExclusive(marker, content) == CreateOutcome.EXISTS) {
      throw new AlmanacException(
          ErrorCode.LOST_RACE,
          "Run %s has begun a version of %s before, see %s. A run id stands for one execution: start again, which makes a new one."
              .formatted(runId, model, store.locate(marker)));
    }
    return new StagedVersion(store, model, runId);
  }

  /**
   * Publishes a staged version under the model's next number: hashes every file, writes the
   * manifest, appends the registration. Idempotent: a second call for the same run returns the same
   * version.
   *
   * @throws AlmanacException {@code NOTHING_TO_PUBLISH} if no file was put; {@code LOST_RACE} if
   *     this run was published with other content at the same time, or was discarded as abandoned
   * @throws IllegalArgumentException if the facts are another run's
   */
  public RegisteredVersion publish(StagedVersion staged, VersionFacts facts) {
    ModelName model = staged.model();
    RunId runId = staged.runId();
    if (!facts.provenance().runId().equals(runId)) {
      throw new IllegalArgumentException(
          "run %s cannot publish what run %s made".formatted(runId, facts.provenance().runId()));
    }
    staged.seal();
    Optional<RegisteredVersion> before = registeredBy(model, runId);
    if (before.isPresent()) {
      return before.get();
    }
    Manifest manifest = manifests.describe(staged, facts);
    String sha256 = manifests.write(manifest);
    return register(manifest, new RegisterProposal(runId, sha256, Optional.empty()));
  }

  /** Registers a complete folder under the next number. */
  private RegisteredVersion register(Manifest manifest, RegisterProposal proposal) {
    RunId runId = proposal.stagedBy();
    LedgerEvent event = ledger(manifest.model()).append(author(runId), proposal);
    if (!(event instanceof LedgerEvent.Registered registered)) {
      throw new IllegalStateException("a registration ended as " + event.kind());
    }
    LOG.info(
        "registered: version={} run={} files={}",
        new ModelVersion(manifest.model(), registered.number()),
        runId,
        manifest.files().size());
    return RegisteredVersion.of(manifest.model(), registered, manifest);
  }

  /**
   * Copies a version from another registry: the same files with the same hashes, the same manifest,
   * the next number of this registry, and a ledger event with its origin. Neither ledger is
   * rewritten. Copies nothing if the version is here already.
   *
   * @param source a version of the other registry
   * @param runId the run that copies
   * @throws AlmanacException {@code VERSION_WITHDRAWN} if it is withdrawn there; {@code
   *     ARTIFACT_DAMAGED} if a file there does not match its manifest; {@code LOST_RACE} if this
   *     registry has the run's version with other content
   */
  public RegisteredVersion copyFrom(
      ModelRegistry other, RegisteredVersion source, RunId runId, Progress progress) {
    other.requireUsable(source);
    ModelName model = source.version().model();
    RunId madeBy = source.manifest().runId();
    Optional<RegisteredVersion> before = registeredBy(model, madeBy);
    if (before.isPresent()) {
      return VersionCopy.sameOrRefused(before.get(), source);
    }
    VersionArtifacts artifacts = other.open(source);
    StagedVersion staged = stage(model, runId, artifacts.read(Layout.STAGED, Json.MAX_BYTES));
    try {
      new VersionCopy(other.store, store).copyFiles(source, runId, progress);
    } catch (AlmanacException e) {
      discard(staged, e);
      throw e;
    }
    staged.seal();
    String sha256 = manifests.write(model, runId, artifacts.manifest());
    Origin origin =
        new Origin(
            VersionCopy.withoutUser(other.store.root()),
            source.version().number(),
            madeBy,
            source.registeredAt(),
            source.by());
    RegisteredVersion copied =
        register(source.manifest(), new RegisterProposal(runId, sha256, Optional.of(origin)));
    if (!copied.folder().equals(Layout.versionFolder(runId))) {
      // another copy of the same version was faster; nothing refers to this one
      store.deleteTree(Layout.versionFolder(model, runId));
    }
    return VersionCopy.sameOrRefused(copied, source);
  }

  /** Removes the files of a failed copy; if that fails, they are orphans without effect. */
  private static void discard(StagedVersion staged, AlmanacException failure) {
    try {
      staged.discard();
    } catch (AlmanacException e) {
      failure.addSuppressed(e);
    }
  }

  /** The version that a run registered, if any. */
  public Optional<RegisteredVersion> registeredBy(ModelName model, RunId runId) {
    return ledger(model)
        .read()
        .state()
        .registeredBy(runId)
        .map(event -> manifests.load(model, event));
  }

  /** Records the refusal of a run's model. Idempotent for one run. */
  public void recordRefusal(
      ModelName model, RunId runId, List<String> reasons, Optional<Evaluation> evaluation) {
    ledger(model).append(author(runId), new RefusalProposal(runId, reasons, evaluation));
    LOG.info("refused: model={} run={} reasons={}", model, runId, reasons.size());
  }

  /**
   * Points an alias to a version. Writes nothing if it points there already.
   *
   * @param expectedFrom if present, the alias moves only if it still points to this version; 0
   *     means only if it points to none
   * @param reason the reason to record; required
   * @throws AlmanacException {@code ALIAS_MOVED} if the alias points elsewhere than expected,
   *     {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION}, {@code VERSION_WITHDRAWN}, or {@code
   *     BAD_OPTION} if there is no reason
   */
  public AliasMove moveAlias(
      ModelName model,
      Alias alias,
      int toVersion,
      OptionalInt expectedFrom,
      String reason,
      RunId runId) {
    return move(
        model,
        runId,
        new AliasProposal(
            runId, alias, OptionalInt.of(toVersion), expectedFrom, ReasonText.reason(reason)));
  }

  /**
   * Removes an alias, so that it points to no version.
   *
   * @param expectedFrom as for {@link #moveAlias}
   * @param reason the reason to record; required
   * @throws AlmanacException {@code ALIAS_MOVED}, {@code NO_SUCH_MODEL}, {@code NO_SUCH_ALIAS}, or
   *     {@code BAD_OPTION} if there is no reason
   */
  public AliasMove removeAlias(
      ModelName model, Alias alias, OptionalInt expectedFrom, String reason, RunId runId) {
    return move(
        model,
        runId,
        new AliasProposal(
            runId, alias, OptionalInt.empty(), expectedFrom, ReasonText.reason(reason)));
  }

  /**
   * Points an alias to the version before its last move. A second call goes further back, not
   * forth; versions that were withdrawn since are skipped.
   *
   * @param expectedFrom as for {@link #moveAlias}
   * @param reason the reason to record; required
   * @throws AlmanacException {@code NOTHING_TO_ROLL_BACK} if there is no earlier version, {@code
   *     ALIAS_MOVED}, {@code NO_SUCH_MODEL}, {@code NO_SUCH_ALIAS}, or {@code BAD_OPTION} if there
   *     is no reason
   */
  public AliasMove rollBackAlias(
      ModelName model, Alias alias, OptionalInt expectedFrom, String reason, RunId runId) {
    return move(
        model, runId, new RollbackProposal(runId, alias, expectedFrom, ReasonText.reason(reason)));
  }

  private AliasMove move(ModelName model, RunId runId, Ledger.Proposal proposal) {
    catalogue.ledger(model);
    LedgerEvent event = ledger(model).append(author(runId), proposal);
    if (!(event instanceof LedgerEvent.AliasMoved moved)) {
      throw new IllegalStateException("a move of an alias ended as " + event.kind());
    }
    boolean ours = moved.stamp().runId().equals(runId);
    if (ours) {
      LOG.info(
          "alias moved: model={} alias={} to={} run={}",
          model,
          moved.alias(),
          moved.to().orElse(0),
          runId);
    }
    return new AliasMove(
        model,
        moved.alias(),
        ours ? moved.from() : moved.to(),
        moved.to(),
        moved.reason(),
        moved.stamp().at(),
        moved.stamp().by(),
        moved.stamp().runId());
  }

  /** Operations on tags, notes and withdrawal. */
  public LifeCycle lifeCycle() {
    return new LifeCycle(catalogue, this::ledger, this::author);
  }

  /** Verification of the whole registry. */
  public RegistryVerifier verifier() {
    return new RegistryVerifier(store, catalogue);
  }

  /** Removal of orphan files. */
  public RegistryCleaner cleaner() {
    return new RegistryCleaner(store, catalogue, clock, this::author);
  }

  /**
   * The version of a reference, for use: its manifest is verified, and it is not withdrawn.
   *
   * @throws AlmanacException {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION} or {@code
   *     NO_SUCH_ALIAS}, listing what exists; {@code VERSION_WITHDRAWN} with the reason
   */
  public RegisteredVersion resolve(ModelRef ref) {
    LedgerLog log = catalogue.ledger(ref.model());
    ModelState state = log.understood();
    LedgerEvent.Registered event = meant(ref, log, state);
    Optional<Alias> moved =
        ref instanceof ModelRef.ByAlias by && by.at().isEmpty()
            ? Optional.of(by.alias())
            : Optional.empty();
    state.requireUsable(event.number(), ref.toString(), moved);
    return manifests.load(ref.model(), event);
  }

  /**
   * The version of a reference, for inspection: it may be withdrawn.
   *
   * @throws AlmanacException {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION} or {@code
   *     NO_SUCH_ALIAS}, listing what exists
   */
  public RegisteredVersion inspect(ModelRef ref) {
    LedgerLog log = catalogue.ledger(ref.model());
    return manifests.load(ref.model(), meant(ref, log, log.state()));
  }

  /**
   * Refuses a version that was withdrawn since it was resolved; for a last check before results of
   * it become visible.
   *
   * @throws AlmanacException {@code VERSION_WITHDRAWN} with the reason
   */
  public void requireUsable(RegisteredVersion version) {
    catalogue
        .ledger(version.version().model())
        .understood()
        .requireUsable(version.version().number(), version.version().toString());
  }

  private static LedgerEvent.Registered meant(ModelRef ref, LedgerLog log, ModelState state) {
    if (ref instanceof ModelRef.ByNumber byNumber) {
      return state.version(byNumber.version().number());
    }
    if (ref instanceof ModelRef.ByAlias byAlias) {
      Optional<Instant> at = byAlias.at();
      ModelState then =
          at.isEmpty() ? state : ModelState.foldUntil(ref.model(), log.events(), at.get());
      return state.version(
          then.target(byAlias.alias())
              .orElseThrow(() -> NotFoundErrors.alias(then, byAlias.alias(), at)));
    }
    throw new IllegalArgumentException("a reference of another kind: " + ref);
  }

  /**
   * The version that an alias points to now, withdrawn or not; absent if the alias or the model
   * does not exist.
   */
  public Optional<ParentVersion> current(ModelName model, Alias alias) {
    ModelState state = ledger(model).read().state();
    OptionalInt target = state.target(alias);
    return target.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ParentVersion(target.getAsInt(), state.version(target.getAsInt()).madeBy()));
  }

  /** The files of a version. Each is verified when it is read. */
  public VersionArtifacts open(RegisteredVersion version) {
    return new VersionArtifacts(store, version);
  }

  /** Every model, by name. Reads only the ledgers; a corrupt one does not hide the others. */
  public List<ModelSummary> models() {
    return catalogue.models();
  }

  /** The name of every folder with a valid model name. Reads no ledger. */
  public List<ModelName> names() {
    return catalogue.names();
  }

  /** Whether a model has a ledger. Reads nothing else. */
  public boolean exists(ModelName model) {
    return ledger(model).read().size() > 0;
  }

  /**
   * The whole ledger of a model, oldest first. Reads no manifest.
   *
   * @throws AlmanacException {@code NO_SUCH_MODEL}, listing the existing models
   */
  public List<LedgerEvent> events(ModelName model) {
    return catalogue.ledger(model).events();
  }

  /**
   * The target of every alias of a model. Reads no manifest.
   *
   * @throws AlmanacException {@code NO_SUCH_MODEL}, listing the existing models
   */
  public SortedMap<Alias, Integer> aliases(ModelName model) {
    return catalogue.ledger(model).state().targets();
  }

  /** The event that withdrew a version; absent if it may be used. */
  public Optional<LedgerEvent.Withdrawn> withdrawal(ModelVersion version) {
    ModelState state = catalogue.ledger(version.model()).state();
    return Optional.ofNullable(state.withdrawn().get(version.number()));
  }

  /**
   * The complete history of a model. A corrupt manifest does not hide the other versions.
   *
   * @throws AlmanacException {@code NO_SUCH_MODEL}, listing the existing models
   */
  public ModelHistory show(ModelName model) {
    return catalogue.history(model);
  }

  private Ledger.Author author(RunId runId) {
    return new Ledger.Author(clock, user.get(), runId);
  }

  private Ledger ledger(ModelName model) {
    return new Ledger(store, model);
  }
}
