package dev.almanac.core;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Provenance of a version: how it was trained, in enough detail to repeat the training.
 *
 * @param runId the run that trained it
 * @param runDate the run date; with a split by time, no row of this date or later was used
 * @param trainedAt time of training
 * @param trainedBy user of the training process
 * @param parent the version that the job's alias pointed to when the training began and that the
 *     gate compared with; absent if there was none
 * @param sources version of each source that was read
 * @param trainRows rows that the version was fitted on
 * @param holdoutRows rows that it was evaluated on
 * @param droppedRows rows in neither part, by reason
 * @param seed the seed of split and algorithm
 * @param specHash SHA-256 of {@code spec}
 * @param spec the effective job specification, secrets masked
 * @param libraries versions of Almanac, Spark, JPMML, Delta, Java and other libraries
 * @param gitCommit the commit of the job's checkout, or empty
 */
public record Provenance(
    RunId runId,
    LocalDate runDate,
    Instant trainedAt,
    String trainedBy,
    Optional<ParentVersion> parent,
    List<SourceVersion> sources,
    long trainRows,
    long holdoutRows,
    Map<String, Long> droppedRows,
    long seed,
    String specHash,
    String spec,
    Map<String, String> libraries,
    String gitCommit) {
  /** Copies its parts. */
  public Provenance {
    sources = List.copyOf(sources);
    droppedRows = Map.copyOf(new TreeMap<>(droppedRows));
    libraries = Map.copyOf(new TreeMap<>(libraries));
  }
}
