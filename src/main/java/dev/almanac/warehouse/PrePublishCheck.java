package dev.almanac.warehouse;

import dev.almanac.core.GuardFinding;
import dev.almanac.core.RowCounts;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Check of the computed forecasts before they become visible. */
public interface PrePublishCheck {
  /**
   * Inspects the forecasts of a run; called once, after they were counted.
   *
   * @param forecasts without rejects; reading them computes nothing again
   * @return the findings; a single refusing finding holds the run
   */
  List<GuardFinding> inspect(Dataset<Row> forecasts, RowCounts rows);

  /** Receives the user metadata of the run's commit, as JSON. */
  default void summed(String summary) {}

  /** Called right before each commit; an exception aborts the publication. */
  default void lastCheck() {}
}
