package dev.almanac.job;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.registry.LedgerEvent;
import dev.almanac.registry.ModelRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The job's alias during a training. Its target is read once, before the training: that version is
 * the gate's champion, the base of a warm start and the parent of the new version. At the end the
 * alias moves only if it still has this target, since a training may take hours.
 */
final class Promotion {
  private final ModelRegistry registry;
  private final JobSpec job;
  private final Alias alias;
  private final Optional<ParentVersion> base;

  private Promotion(
      ModelRegistry registry, JobSpec job, Alias alias, Optional<ParentVersion> base) {
    this.registry = registry;
    this.job = job;
    this.alias = alias;
    this.base = base;
  }

  /** Reads the alias; a job that moves none uses the alias {@code champion}. */
  static Promotion begin(ModelRegistry registry, JobSpec job) {
    Alias alias = job.alias().orElse(Alias.CHAMPION);
    return new Promotion(registry, job, alias, registry.current(job.model(), alias));
  }

  /** The version to which the alias pointed when the training began; absent if to none. */
  Optional<ParentVersion> base() {
    return base;
  }

  /**
   * Moves the alias to a new version, if the job moves one.
   *
   * @throws AlmanacException {@code ALIAS_MOVED} if the alias does not point to {@link #base} any
   *     more; {@code VERSION_WITHDRAWN} if the training continued a version that was withdrawn
   *     meanwhile. The new version remains registered and the alias is unchanged.
   */
  void promote(ModelVersion version, RunContext run) {
    if (job.alias().isEmpty()) {
      return;
    }
    requireUsableStart(version);
    try {
      registry.moveAlias(
          job.model(),
          alias,
          version.number(),
          OptionalInt.of(number(base)),
          "passed its gate in run " + run.runId(),
          run.runId());
    } catch (AlmanacException e) {
      if (e.code() != ErrorCode.ALIAS_MOVED) {
        throw e;
      }
      Optional<ParentVersion> now = registry.current(job.model(), alias);
      if (number(now) != version.number()) {
        throw moved(version, now, e);
      }
    }
    run.progress().fact(alias + " → " + version);
  }

  /** A warm-started model contains the version that it continues. */
  private void requireUsableStart(ModelVersion version) {
    if (!job.train().learning().warmStart() || base.isEmpty()) {
      return;
    }
    ModelVersion start = new ModelVersion(job.model(), base.get().number());
    Optional<LedgerEvent.Withdrawn> withdrawal = registry.withdrawal(start);
    if (withdrawal.isPresent()) {
      throw new AlmanacException(
          ErrorCode.VERSION_WITHDRAWN,
          "%s is registered, but %s was left as it is: the training continued %s, which was withdrawn meanwhile (%s), and %s contains it.%nTrain without it, with -D train.warm-start=false; or withdraw %s, too."
              .formatted(version, alias, start, withdrawal.get().reason(), version, version));
    }
  }

  private AlmanacException moved(
      ModelVersion version, Optional<ParentVersion> now, AlmanacException cause) {
    String diff =
        now.map(
                current ->
                    "%nCompare the two with: almanac registry diff %s %s"
                        .formatted(new ModelVersion(job.model(), current.number()), version))
            .orElse("");
    return new AlmanacException(
        ErrorCode.ALIAS_MOVED,
        String.format(
            Locale.ROOT,
            "%s is registered, but %s was left as it is: when the training began it pointed to %s,"
                + " with which the new version was compared; now it points to %s%s. Nothing was"
                + " scored.%s%nPromote the new version with: almanac registry alias %s %s %d"
                + " --expect %d --reason \"…\"%nor train again, which compares with what %s points"
                + " to then.",
            version,
            alias,
            said(base),
            said(now),
            mover(),
            diff,
            job.model(),
            alias,
            version.number(),
            number(now),
            alias),
        cause);
  }

  /** Author, time and reason of the alias's last move. */
  private String mover() {
    return registry.events(job.model()).stream()
        .filter(LedgerEvent.AliasMoved.class::isInstance)
        .map(LedgerEvent.AliasMoved.class::cast)
        .filter(move -> move.alias().equals(alias))
        .reduce((earlier, later) -> later)
        .map(
            move ->
                " (moved by %s at %s: %s)"
                    .formatted(move.stamp().by(), move.stamp().at(), move.reason()))
        .orElse("");
  }

  private static int number(Optional<ParentVersion> version) {
    return version.map(ParentVersion::number).orElse(0);
  }

  private static String said(Optional<ParentVersion> version) {
    return version.map(found -> "version " + found.number()).orElse("no version");
  }
}
