package dev.almanac.warehouse;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.TaskType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a run wants published.
 *
 * @param scored the rows of the run
 * @param prefix of the names of the columns that scoring added for this table
 * @param task decides which columns hold the forecast
 * @param passThrough further columns to be kept
 * @param table the forecast table: a name under the warehouse's root, or a path
 * @param rejects the table of rejected rows, likewise
 * @param runDate the date the run stands for; its forecasts of that date replace older ones
 * @param model the version that scored, all rows or those of no segment
 * @param segments the versions that scored the rows of segments, by segment; where there is one the
 *     rows have the columns MODEL and MODEL_VERSION
 * @param runId the run
 * @param scoredAt one instant for all rows
 * @param sources the state of the sources that was scored
 * @param specHash SHA-256 of the effective job specification
 * @param maxRejectedShare above this share of rejected rows nothing is published
 * @param maxRejectedRows above this number of them neither
 * @param engine what scored, for the summary
 * @param copiedTo the table of a database that gets a copy afterwards, for the summary; empty for
 *     none
 * @param job the job that publishes
 */
public record PublishRequest(
    ScoredRun scored,
    String prefix,
    TaskType task,
    List<String> passThrough,
    String table,
    String rejects,
    LocalDate runDate,
    ModelVersion model,
    Map<String, ModelVersion> segments,
    RunId runId,
    Instant scoredAt,
    List<SourceVersion> sources,
    String specHash,
    double maxRejectedShare,
    OptionalLong maxRejectedRows,
    String engine,
    String copiedTo,
    PublishingJob job) {
  /** Copies its parts. */
  public PublishRequest {
    passThrough = List.copyOf(passThrough);
    sources = List.copyOf(sources);
    segments = Map.copyOf(segments);
  }

  /**
   * A request of one version and its job, without a limit of the number of rejects.
   *
   * @param scored rows as a {@code ScoringEngine} leaves them
   * @param rowsIn how many rows were put into the engine
   */
  public PublishRequest(
      Dataset<Row> scored,
      long rowsIn,
      TaskType task,
      List<String> keys,
      List<String> passThrough,
      String table,
      String rejects,
      LocalDate runDate,
      ModelVersion model,
      RunId runId,
      Instant scoredAt,
      List<SourceVersion> sources,
      String specHash,
      double maxRejectedShare) {
    this(
        ScoredRun.of(scored, keys, rowsIn),
        "",
        task,
        passThrough,
        table,
        rejects,
        runDate,
        model,
        Map.of(),
        runId,
        scoredAt,
        sources,
        specHash,
        maxRejectedShare,
        OptionalLong.empty(),
        "",
        "",
        PublishingJob.of(model.model().value()));
  }

  /** The columns that identify a row. */
  public List<String> keys() {
    return scored.keys();
  }

  /** The sources in one word each, as the SOURCE_VERSION column has them. */
  public String sourceVersion() {
    return String.join(",", sources.stream().map(SourceVersion::brief).toList());
  }
}
