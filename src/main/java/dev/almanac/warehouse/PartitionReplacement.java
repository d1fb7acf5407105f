package dev.almanac.warehouse;

import dev.almanac.core.TaskType;
import java.time.LocalDate;
import java.util.List;

/**
 * The rows of one date that are to be replaced in a table.
 *
 * @param keys the columns that tell rows apart
 * @param commit by what the commit that does it is found again in the table's history
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
