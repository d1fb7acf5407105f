package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowCounts;
import dev.almanac.core.spec.ChallengerSpec;

/** Result of a challenger in a run. */
public sealed interface ChallengerResult {
  /** Its configuration in the job file. */
  ChallengerSpec spec();

  /** Its name in the job file. */
  default String name() {
    return spec().name();
  }

  /**
   * A published challenger.
   *
   * @param engine the scoring engine
   * @param account counts of rows by outcome
   * @param location of its table
   * @param tableVersion the Delta version of its commit
   * @param summary the user metadata of its commit, as JSON
   */
  record Published(
      ChallengerSpec spec,
      ModelVersion version,
      String engine,
      RowCounts account,
      String location,
      long tableVersion,
      String summary)
      implements ChallengerResult {}

  /** A challenger that could not score, or whose forecasts were refused; its table is unchanged. */
  record LeftOut(ChallengerSpec spec, AlmanacException why) implements ChallengerResult {}
}
