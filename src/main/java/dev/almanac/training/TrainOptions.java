package dev.almanac.training;

import dev.almanac.core.Signature;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Options of a training other than its specification.
 *
 * @param runDate the run date; with a split by time or a window, rows of this date or later are
 *     refused, since they leak the label
 * @param carried columns that the holdout keeps unchanged, see {@link TrainedModel#judged}
 * @param agreed receives the signature before the fit, and may refuse it; a clustering has no
 *     labels yet
 * @param search chooses the parameters
 * @param start the version to continue from, for algorithms that support it
 */
public record TrainOptions(
    Optional<LocalDate> runDate,
    List<String> carried,
    Consumer<Signature> agreed,
    ParameterSearch search,
    WarmStart start) {
  /** No options. */
  public static final TrainOptions NONE =
      new TrainOptions(
          Optional.empty(), List.of(), signature -> {}, ParameterSearch.NONE, WarmStart.NONE);

  /** Copies the columns. */
  public TrainOptions {
    carried = List.copyOf(carried);
  }
}
