package dev.almanac.core.spec;

import java.util.List;
import java.util.Optional;

/**
 * A job's dataset: its sources and an optional query over them.
 *
 * @param sources at least one, with distinct names
 * @param query Spark SQL over the sources' names; {@code :run_date} is bound to the run date, a
 *     DATE. Absent for all rows of the only source
 */
public record DatasetSpec(List<SourceSpec> sources, Optional<String> query) {
  /**
   * @throws IllegalArgumentException if there is no source, or several sources and no query
   */
  public DatasetSpec {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("a dataset needs at least one source");
    }
    if (sources.size() > 1 && query.isEmpty()) {
      throw new IllegalArgumentException(
          "several sources need a query that says how they go together");
    }
  }
}
