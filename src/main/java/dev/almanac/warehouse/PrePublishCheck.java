package dev.almanac.warehouse;

import dev.almanac.core.GuardFinding;
import dev.almanac.core.RowCounts;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What somebody else looks at before forecasts become visible. */
public interface PrePublishCheck {
  /**
   * Looks at the forecasts of a run; called once, after they were counted.
   *
   * @param forecasts without rejects; reading them computes nothing again
   * @return what was found; one finding that refuses holds the run
   */
  List<GuardFinding> inspect(Dataset<Row> forecasts, RowCounts rows);

  /** Told what the run's commit will say of it, as JSON. */
  default void summed(String summary) {}

  /** Called right before each commit; what it throws ends the publication. */
  default void lastCheck() {}
}
