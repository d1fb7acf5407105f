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

/** A command that changes forecast tables without a job file. */
abstract class WarehouseCommand extends BaseCommand {
  /** What such a command works with. */
  record Site(
      SparkSession spark, PlatformSpec platform, ModelRegistry registry, Progress progress) {}

  /** What it does there. */
  interface Work<T> {
    T on(Site site);
  }

  WarehouseCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  /** Opens a session, does the work, and ends the session before the process ends. */
  final <T> T with(String what, Work<T> work) {
    PlatformSpec platform = settings();
    Optional<ConsoleProgress> progress = output().progress(surroundings());
    SparkSession spark = SparkSessions.open(platform, "almanac " + what);
    try {
      return work.on(
          new Site(
              spark,
              platform,
              // A lambda that holds the session would be a method here that names it, and whoever
              // looks through the commands' methods would load Spark for it.
              RegistryAccess.open(
                  platform, surroundings(), spark.sparkContext()::hadoopConfiguration),
              progress.<Progress>map(shown -> shown).orElse(Progress.SILENT)));
    } finally {
      progress.ifPresent(ConsoleProgress::end);
      spark.stop();
    }
  }

  /** What was copied, as a further line; nothing if nothing was. */
  static String describe(WithCopy<?> result) {
    return result.copied().map(copied -> System.lineSeparator() + copied.describe()).orElse("");
  }

  /** What the person at the keyboard decided. */
  final Decision decision(ReasonOption reason) {
    return new Decision(
        RunId.fresh(surroundings().clock().instant(), surroundings().random()),
        surroundings().user(),
        reason.text,
        surroundings().clock().instant());
  }
}
