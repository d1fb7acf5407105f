package dev.almanac.core;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a version comes from: enough to explain it years later and to train it again.
 *
 * @param runId the run that trained it
 * @param runDate the date the run stood for; where the split goes by time, no row of it or later
 *     was trained on
 * @param trainedAt when
 * @param trainedBy the user the process ran as
 * @param parent the version that the job's alias pointed to when the training began, which is the
 *     one that the gate compared with; absent if to none
 * @param sources the state of each source that was read
 * @param trainRows rows it was fitted on
 * @param holdoutRows rows it was evaluated on
 * @param droppedRows rows left out of both, by reason
 * @param seed the seed of split and algorithm
 * @param specHash SHA-256 of {@code spec}
 * @param spec the effective job specification, secrets masked
 * @param libraries versions of Almanac, Spark, JPMML, Delta, Java and the like
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
