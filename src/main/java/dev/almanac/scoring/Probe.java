package dev.almanac.scoring;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The sample of rows for a parity comparison.
 *
 * @param schema the model's inputs, numbers in the widest type that they may have
 * @param rows rows of a holdout, followed by the edge-case rows
 * @param stories the origin of each row, for people
 * @param edgeRows the number of edge-case rows
 */
public record Probe(StructType schema, List<Row> rows, List<String> stories, int edgeRows) {
  /** Copies its parts. */
  public Probe {
    rows = List.copyOf(rows);
    stories = List.copyOf(stories);
    if (rows.size() != stories.size() || edgeRows > rows.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows, %d stories, %d edge rows",
              rows.size(),
              stories.size(),
              edgeRows));
    }
  }
}
