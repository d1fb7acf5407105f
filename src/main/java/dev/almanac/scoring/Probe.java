package dev.almanac.scoring;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that two forms of a model must answer alike.
 *
 * @param schema the model's inputs, numbers as wide as they may come
 * @param rows rows of a holdout, then the rows made to stand at the edges
 * @param stories for each row where it comes from, for people
 * @param edgeRows how many of the rows were made
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
