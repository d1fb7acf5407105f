package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Progress;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.warehouse.Warehouse;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Registration of a job's forecast table in the session's catalog, if the job configures a name.
 */
final class CatalogName {
  private final SparkSession spark;
  private final Warehouse warehouse;

  CatalogName(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** Refuses a name that refers to something else, before anything is scored. */
  void require(JobSpec job) {
    job.forecasts()
        .catalogTable()
        .ifPresent(name -> warehouse.requireName(name, job.forecasts().table()));
  }

  /** Registers the name after the publication, which remains valid: an error is returned. */
  Optional<AlmanacException> register(JobSpec job, Progress progress) {
    if (job.forecasts().catalogTable().isEmpty()) {
      return Optional.empty();
    }
    String name = job.forecasts().catalogTable().get();
    try {
      if (warehouse.register(name, job.forecasts().table())) {
        progress.fact("registered as " + name + (isLasting() ? "" : ", for this session only"));
      }
      return Optional.empty();
    } catch (AlmanacException e) {
      return Optional.of(
          new AlmanacException(
              e.code(),
              "the forecasts are published, and stay so, but the catalog does not know them: %s"
                  .formatted(e.getMessage()),
              e));
    }
  }

  /** An in-memory catalog loses all names when the session ends. */
  private boolean isLasting() {
    return !spark.conf().get("spark.sql.catalogImplementation", "in-memory").equals("in-memory");
  }
}
