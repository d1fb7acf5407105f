package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowAccount;

/** What became of a challenger in a run. */
public sealed interface ChallengerResult {
  /** What the job file calls it. */
  String name();

  /**
   * Its forecasts were published.
   *
   * @param engine the engine that scored
   * @param account where the rows went
   * @param table where its table stands
   * @param tableVersion the Delta version that this run made
   */
  record Published(
      String name,
      ModelVersion version,
      String engine,
      RowAccount account,
      String table,
      long tableVersion)
      implements ChallengerResult {}

  /** It could not score, or its forecasts were refused; its table is as it was. */
  record LeftOut(String name, AlmanacException why) implements ChallengerResult {}
}
