package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.files.FileStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
  private final FileStore store;
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
    this.clock = clock;
    this.user = Text.printable(user);
  }

  /**
   * Begins a version: claims the folder that is named by the run.
   *
   * @throws dev.almanac.core.AlmanacException {@code LOST_RACE} if a run of this id has begun a
   *     version of the model before: a run id stands for one execution
   */
  public StagedVersion stage(ModelName model, RunId runId) {
    return new StagedVersion(store, model, runId);
  }

  /**
   * Makes a staged version visible under the model's next number: hashes every file, writes the
   * manifest, claims the number. Doing it again for the same run returns the same version.
   *
   * @throws dev.almanac.core.AlmanacException {@code NOTHING_TO_PUBLISH} if no file was put
   */
  public RegisteredVersion publish(StagedVersion staged, VersionFacts facts) {
    return Optional.<RegisteredVersion>empty()
        .orElseThrow(() -> pending(clock, user, staged, facts));
  }

  /** The version that a run registered, if it did. */
  public Optional<RegisteredVersion> registeredBy(ModelName model, RunId runId) {
    return Optional.<Optional<RegisteredVersion>>empty().orElseThrow(() -> pending(model, runId));
  }

  /** Records that a run's model was not let in. Doing it again for the same run changes nothing. */
  public void recordRefusal(
      ModelName model, RunId runId, List<String> reasons, Optional<Evaluation> evaluation) {
    if (!reasons.isEmpty()) {
      throw pending(model, runId, evaluation);
    }
  }

  /**
   * Points an alias to a version. If it points there already, nothing is written.
   *
   * @param expectedFrom if present, the alias moves only if it still points to this version; 0
   *     means only if it points to none
   * @param reason why, for those who ask later; required
   * @throws dev.almanac.core.AlmanacException {@code ALIAS_MOVED} if the alias points elsewhere
   *     than expected, {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION}, or {@code BAD_OPTION} if
   *     there is no reason
   */
  public AliasMove moveAlias(
      ModelName model,
      Alias alias,
      int toVersion,
      OptionalInt expectedFrom,
      String reason,
      RunId runId) {
    return Optional.<AliasMove>empty()
        .orElseThrow(() -> pending(model, alias, toVersion, expectedFrom, reason, runId));
  }

  /**
   * The version that a reference means, its manifest verified.
   *
   * @throws dev.almanac.core.AlmanacException {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION} or
   *     {@code NO_SUCH_ALIAS}, saying what there is
   */
  public RegisteredVersion resolve(ModelRef ref) {
    return Optional.<RegisteredVersion>empty().orElseThrow(() -> pending(ref));
  }

  /** The files of a version. They are verified one by one as they are asked for. */
  public VersionArtifacts open(RegisteredVersion version) {
    return new VersionArtifacts(store, version);
  }

  /** Every model, by name. */
  public List<ModelSummary> models() {
    return Optional.<List<ModelSummary>>empty().orElseThrow(() -> pending());
  }

  /**
   * All that is known of a model.
   *
   * @throws dev.almanac.core.AlmanacException {@code NO_SUCH_MODEL}, saying what there is
   */
  public ModelHistory show(ModelName model) {
    return Optional.<ModelHistory>empty().orElseThrow(() -> pending(model));
  }

  private static UnsupportedOperationException pending(Object... what) {
    return new UnsupportedOperationException(List.of(what).toString());
  }
}
