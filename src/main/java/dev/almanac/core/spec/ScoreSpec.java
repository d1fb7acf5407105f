package dev.almanac.core.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a table is scored.
 *
 * @param model the reference to score with, as written in the job file; resolved once per run
 * @param keys the columns that tell rows apart; at least one
 * @param passThrough further columns that go into the forecast table
 * @param maxRejectedShare above this share of rejected rows nothing is published, 0 to 1
 * @param maxRejectedRows above this number of them neither
 * @param segments models of their own for some rows; absent: {@code model} scores all
 * @param challengers further models that score all rows, for comparison
 * @param whenEmpty what becomes of a run that has no row to score
 */
public record ScoreSpec(
    DatasetSpec dataset,
    String model,
    List<String> keys,
    List<String> passThrough,
    EngineChoice engine,
    double maxRejectedShare,
    OptionalLong maxRejectedRows,
    Optional<SegmentSpec> segments,
    List<ChallengerSpec> challengers,
    WhenEmpty whenEmpty) {
  /** A table that has rows of every date. */
  public ScoreSpec(
      DatasetSpec dataset,
      String model,
      List<String> keys,
      List<String> passThrough,
      EngineChoice engine,
      double maxRejectedShare,
      OptionalLong maxRejectedRows,
      Optional<SegmentSpec> segments,
      List<ChallengerSpec> challengers) {
    this(
        dataset,
        model,
        keys,
        passThrough,
        engine,
        maxRejectedShare,
        maxRejectedRows,
        segments,
        challengers,
        WhenEmpty.REFUSE);
  }

  /** One model, without a limit of the number of rejected rows. */
  public ScoreSpec(
      DatasetSpec dataset,
      String model,
      List<String> keys,
      List<String> passThrough,
      EngineChoice engine,
      double maxRejectedShare) {
    this(
        dataset,
        model,
        keys,
        passThrough,
        engine,
        maxRejectedShare,
        OptionalLong.empty(),
        Optional.empty(),
        List.of());
  }

  /**
   * @throws IllegalArgumentException if there is no key or the share is none
   */
  public ScoreSpec {
    keys = List.copyOf(keys);
    passThrough = List.copyOf(passThrough);
    challengers = List.copyOf(challengers);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("forecasts need at least one key column to be found by");
    }
    if (!(maxRejectedShare >= 0 && maxRejectedShare <= 1)) {
      throw new IllegalArgumentException("max-rejected-share is 0 to 1, not " + maxRejectedShare);
    }
  }
}
