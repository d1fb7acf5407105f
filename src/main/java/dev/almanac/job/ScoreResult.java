package dev.almanac.job;

import dev.almanac.core.GuardFinding;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowCounts;
import dev.almanac.core.SourceVersion;
import dev.almanac.database.Copied;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Result of a scoring run: published forecasts, or nothing if there was no row to score.
 *
 * @param version the version that scored, all rows or those of no segment
 * @param segments the versions that scored the rows of segments, by segment
 * @param engine the engine that scored
 * @param engineReason the reason of its choice, as a clause
 * @param account counts of rows by outcome
 * @param guards findings of the job's guards
 * @param table the forecast table's name in the job file
 * @param location of the table
 * @param tableVersion the Delta version of this run's commit; absent if there was no row to score
 * @param sources the state of the sources that were scored
 * @param warnings warnings about how the sources were read
 * @param sampleKey the key of one published row, by column
 * @param challengers the result of each challenger
 * @param copied the export to a database, if the job names one
 */
public record ScoreResult(
    ModelVersion version,
    Map<String, ModelVersion> segments,
    String engine,
    String engineReason,
    RowCounts account,
    List<GuardFinding> guards,
    String table,
    String location,
    OptionalLong tableVersion,
    List<SourceVersion> sources,
    List<String> warnings,
    Map<String, String> sampleKey,
    List<ChallengerResult> challengers,
    Optional<Copied> copied) {
  /** Copies its parts. */
  public ScoreResult {
    guards = List.copyOf(guards);
    sources = List.copyOf(sources);
    warnings = List.copyOf(warnings);
    sampleKey = Map.copyOf(sampleKey);
    segments = Map.copyOf(segments);
    challengers = List.copyOf(challengers);
  }

  /** Whether nothing was published because there was no row to score. */
  public boolean skipped() {
    return tableVersion.isEmpty();
  }

  ScoreResult with(Optional<Copied> copy) {
    return new ScoreResult(
        version,
        segments,
        engine,
        engineReason,
        account,
        guards,
        table,
        location,
        tableVersion,
        sources,
        warnings,
        sampleKey,
        challengers,
        copy);
  }
}
