package dev.almanac.warehouse;

import dev.almanac.core.TaskType;
import java.time.LocalDate;
import java.util.List;

/**
 * Replacement of the rows of one date in a table.
 *
 * @param keys the columns that identify a row within the date
 * @param commit name by which the commit is found in the table's history
 */
record PartitionReplacement(List<String> keys, TaskType task, LocalDate date, String commit) {
  /** Copies the keys. */
  PartitionReplacement {
    keys = List.copyOf(keys);
  }

  static PartitionReplacement of(PublishRequest request) {
    return new PartitionReplacement(
        request.keys(), request.task(), request.runDate(), request.runId().value());
  }
}
