package dev.almanac.app;

import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkSessions;
import dev.almanac.job.WithCopy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.warehouse.Decision;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Base class of commands that change forecast tables without a job file. */
abstract class WarehouseCommand extends BaseCommand {
  /** Resources of the command. */
  record Site(
      SparkSession spark, PlatformSpec platform, ModelRegistry registry, Progress progress) {}

  /** An operation on these resources. */
  interface Work<T> {
    T on(Site site);
  }

  WarehouseCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  /** Opens a Spark session, runs the operation and stops the session before the process exits. */
  final <T> T with(String what, Work<T> work) {
    PlatformSpec platform = settings();
    Optional<ConsoleProgress> progress = output().progress(surroundings());
    SparkSession spark = SparkSessions.open(platform, "almanac " + what);
    try {
      return work.on(
          new Site(
              spark,
              platform,
              // A method reference instead of a lambda: a lambda would compile to a method of this
              // class with Spark types, and reflection over the commands' methods would load Spark.
              RegistryAccess.open(
                  platform, surroundings(), spark.sparkContext()::hadoopConfiguration),
              progress.<Progress>map(shown -> shown).orElse(Progress.SILENT)));
    } finally {
      progress.ifPresent(ConsoleProgress::end);
      spark.stop();
    }
  }

  /** The export result as an additional line; empty if there was no export. */
  static String describe(WithCopy<?> result) {
    return result.copied().map(copied -> System.lineSeparator() + copied.describe()).orElse("");
  }

  /** Creates the decision that records run id, user, reason and time. */
  final Decision decision(ReasonOption reason) {
    return new Decision(
        RunId.fresh(surroundings().clock().instant(), surroundings().random()),
        surroundings().user(),
        reason.text,
        surroundings().clock().instant());
  }
}
