package dev.almanac.core.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Scoring of a table.
 *
 * @param model the model reference, as written in the job file; resolved once per run
 * @param keys the columns that identify a row; at least one
 * @param passThrough further columns of the forecast table
 * @param maxRejectedShare the largest share of rejected rows, 0 to 1; nothing is published above it
 * @param maxRejectedRows the largest number of rejected rows; nothing is published above it
 * @param segments models of segments; absent if {@code model} scores all rows
 * @param challengers further models that score all rows, for comparison
 * @param whenEmpty policy for a run without rows
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
  /** With the default policy for a run without rows. */
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

  /** One model, without a limit on the number of rejected rows. */
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
   * @throws IllegalArgumentException if there is no key or the share is out of range
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
