package dev.almanac.data;

import dev.almanac.core.SourceVersion;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that were read, and the state of each source they came from. The rows are pinned: evaluating
 * them twice reads the same versions of versioned sources.
 *
 * @param notes what the person who runs the job should know about how they are read
 */
public record Table(Dataset<Row> rows, List<SourceVersion> sources, List<String> notes) {
  /** Copies the lists. */
  public Table {
    sources = List.copyOf(sources);
    notes = List.copyOf(notes);
  }
}
