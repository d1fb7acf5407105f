package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.files.CreateOutcome;
import dev.almanac.files.FileStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry: immutable versions of models, aliases that point to them, and a ledger that
 * remembers who did what, when and why. A version exists if and only if the ledger says so.
 *
 * <p>Each change is one exclusive create of one small file: it happened or it did not, whatever
 * fails and whoever races. An operation whose answer was lost looks for its own trace; only if even
 * that cannot be read does it end with {@code OUTCOME_UNKNOWN}, and running it again with the same
 * run id is then safe. Every operation may raise {@code STORE_UNAVAILABLE}, and {@code
 * ARTIFACT_DAMAGED} naming the file if the ledger was tampered with.
 *
 * <p>May be used by many threads and, where the store promises exclusive create, many processes.
 */
public final class ModelRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);
  private static final int LONGEST_REASON = 2_000;

  private final FileStore store;
  private final Manifests manifests;
  private final Catalogue catalogue;
  private final Clock clock;
  private final String user;

  /**
   * A registry in a folder.
   *
   * @param clock stamps the events
   * @param user who is recorded as having done what is done here
   */
  public ModelRegistry(FileStore store, Clock clock, String user) {
    this.store = store;
    this.manifests = new Manifests(store);
    this.catalogue = new Catalogue(store, manifests);
    this.clock = clock;
    this.user = Text.printable(user);
  }

  /**
   * Begins a version: claims the folder that is named by the run.
   *
   * @throws AlmanacException {@code LOST_RACE} if a run of this id has begun a version of the model
   *     before: a run id stands for one execution
   */
  public StagedVersion stage(ModelName model, RunId runId) {
    String marker = Layout.versionFolder(model, runId) + "/" + Layout.STAGED;
    byte[] content =
        Json.write(
            Json.object()
                .put("schema", ManifestJson.SCHEMA)
                .put("runId", runId.value())
                .put("at", clock.instant().toString())
                .put("by", user));
    if (store.createExclusive(marker, content) == CreateOutcome.EXISTS) {
      throw new AlmanacException(
          ErrorCode.LOST_RACE,
          "Run %s has begun a version of %s before, see %s. A run id stands for one execution: start again, which makes a new one."
              .formatted(runId, model, store.locate(marker)));
    }
    return new StagedVersion(store, model, runId);
  }

  /**
   * Makes a staged version visible under the model's next number: hashes every file, writes the
   * manifest, claims the number. Doing it again for the same run returns the same version.
   *
   * @throws AlmanacException {@code NOTHING_TO_PUBLISH} if no file was put; {@code LOST_RACE} if
   *     this run was published with other content at the same time
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
    LedgerEvent event = ledger(model).append(author(runId), new RegisterProposal(runId, sha256));
    if (!(event instanceof LedgerEvent.Registered registered)) {
      throw new IllegalStateException("a registration ended as " + event.kind());
    }
    LOG.info(
        "registered: version={} run={} files={}",
        new ModelVersion(model, registered.number()),
        runId,
        manifest.files().size());
    return new RegisteredVersion(
        new ModelVersion(model, registered.number()),
        registered.folder(),
        manifest,
        registered.stamp().at(),
        registered.stamp().by());
  }

  /** The version that a run registered, if it did. */
  public Optional<RegisteredVersion> registeredBy(ModelName model, RunId runId) {
    return ledger(model)
        .read()
        .state()
        .registeredBy(runId)
        .map(event -> manifests.load(model, event));
  }

  /** Records that a run's model was not let in. Doing it again for the same run changes nothing. */
  public void recordRefusal(
      ModelName model, RunId runId, List<String> reasons, Optional<Evaluation> evaluation) {
    ledger(model).append(author(runId), new RefusalProposal(runId, reasons, evaluation));
    LOG.info("refused: model={} run={} reasons={}", model, runId, reasons.size());
  }

  /**
   * Points an alias to a version. If it points there already, nothing is written.
   *
   * @param expectedFrom if present, the alias moves only if it still points to this version; 0
   *     means only if it points to none
   * @param reason why, for those who ask later; required
   * @throws AlmanacException {@code ALIAS_MOVED} if the alias points elsewhere than expected,
   *     {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION}, or {@code BAD_OPTION} if there is no reason
   */
  public AliasMove moveAlias(
      ModelName model,
      Alias alias,
      int toVersion,
      OptionalInt expectedFrom,
      String reason,
      RunId runId) {
    checkReason(reason);
    catalogue.ledger(model);
    AliasProposal proposal = new AliasProposal(runId, alias, toVersion, expectedFrom, reason);
    LedgerEvent event = ledger(model).append(author(runId), proposal);
    if (!(event instanceof LedgerEvent.AliasMoved moved)) {
      throw new IllegalStateException("a move of an alias ended as " + event.kind());
    }
    boolean ours = moved.stamp().runId().equals(runId);
    if (ours) {
      LOG.info("alias moved: model={} alias={} to={} run={}", model, alias, toVersion, runId);
    }
    return new AliasMove(
        model,
        alias,
        ours ? moved.from() : OptionalInt.of(toVersion),
        toVersion,
        moved.reason(),
        moved.stamp().at(),
        moved.stamp().by(),
        moved.stamp().runId());
  }

  /**
   * The version that a reference means, its manifest verified.
   *
   * @throws AlmanacException {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION} or {@code
   *     NO_SUCH_ALIAS}, saying what there is
   */
  public RegisteredVersion resolve(ModelRef ref) {
    LedgerLog log = catalogue.ledger(ref.model());
    return manifests.load(ref.model(), meant(ref, log));
  }

  private static LedgerEvent.Registered meant(ModelRef ref, LedgerLog log) {
    ModelState state = log.state();
    int number;
    if (ref instanceof ModelRef.ByNumber byNumber) {
      number = byNumber.version().number();
    } else if (ref instanceof ModelRef.ByAlias byAlias) {
      Optional<Instant> at = byAlias.at();
      ModelState then =
          at.isEmpty() ? state : ModelState.foldUntil(ref.model(), log.events(), at.get());
      number =
          then.target(byAlias.alias()).orElseThrow(() -> Absence.alias(then, byAlias.alias(), at));
    } else {
      throw new IllegalArgumentException("a reference of another kind: " + ref);
    }
    LedgerEvent.Registered event = state.versions().get(number);
    if (event == null) {
      throw Absence.version(state, number);
    }
    return event;
  }

  /** The files of a version. They are verified one by one as they are asked for. */
  public VersionArtifacts open(RegisteredVersion version) {
    return new VersionArtifacts(store, version);
  }

  /** Every model, by name. Reads the ledgers alone; a damaged one does not hide the others. */
  public List<ModelSummary> models() {
    return catalogue.models();
  }

  /**
   * All that is known of a model. A damaged manifest does not hide the other versions.
   *
   * @throws AlmanacException {@code NO_SUCH_MODEL}, saying what there is
   */
  public ModelHistory show(ModelName model) {
    return catalogue.history(model);
  }

  private Ledger.Author author(RunId runId) {
    return new Ledger.Author(clock, user, runId);
  }

  private Ledger ledger(ModelName model) {
    return new Ledger(store, model);
  }

  private static void checkReason(String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "An alias moves for a reason: say why, in 1 to %d characters. This one has %d."
              .formatted(LONGEST_REASON, reason.strip().length()));
    }
  }
}
