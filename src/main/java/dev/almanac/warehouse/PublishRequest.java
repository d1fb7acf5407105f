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
 * Request to publish the forecasts and rejects of a run for one date.
 *
 * @param scored the rows of the run
 * @param prefix name prefix of the columns that scoring added for this table
 * @param task decides which columns hold the forecast
 * @param passThrough further columns of the forecast table
 * @param table the forecast table: a name under the warehouse's root, or a path
 * @param rejects the table of rejected rows, in the same form
 * @param runDate the run date; the forecasts replace older ones of that date
 * @param model the version that scored, all rows or those of no segment
 * @param segments the versions that scored the rows of segments, by segment; where there is one the
 *     rows have the columns MODEL and MODEL_VERSION
 * @param runId the run
 * @param scoredAt one instant for all rows
 * @param sources the state of the sources that was scored
 * @param specHash SHA-256 of the effective job specification
 * @param maxRejectedShare a larger share of rejected rows refuses the publication
 * @param maxRejectedRows a larger number of them does, too
 * @param engine the scoring engine, for the summary
 * @param copiedTo the PostgreSQL table of the later export, for the summary; empty for none
 * @param job the publishing job
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
   * A request of one version and its job, without a limit on the number of rejects.
   *
   * @param scored rows as a {@code ScoringEngine} returns them
   * @param rowsIn number of input rows of the engine
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

  /** The source versions as the SOURCE_VERSION column has them, one word per source. */
  public String sourceVersion() {
    return String.join(",", sources.stream().map(SourceVersion::brief).toList());
  }
}
