package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowCounts;
import dev.almanac.core.spec.ChallengerSpec;

/** What became of a challenger in a run. */
public sealed interface ChallengerResult {
  /** What the job file says of it. */
  ChallengerSpec spec();

  /** What the job file calls it. */
  default String name() {
    return spec().name();
  }

  /**
   * Its forecasts were published.
   *
   * @param engine the engine that scored
   * @param account where the rows went
   * @param location where its table stands
   * @param tableVersion the Delta version that this run made
   * @param summary what its commit says of it, as JSON
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

  /** It could not score, or its forecasts were refused; its table is as it was. */
  record LeftOut(ChallengerSpec spec, AlmanacException why) implements ChallengerResult {}
}
