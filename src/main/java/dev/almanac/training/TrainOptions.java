package dev.almanac.training;

import dev.almanac.core.Signature;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a training takes into account beside its specification.
 *
 * @param runDate the date the training stands for: where the split goes by time or there is a
 *     window, a row of that date or later is refused, since the model would be told what it is to
 *     forecast
 * @param carried columns of the table that go with the holdout as they are, see {@link
 *     TrainedModel#judged}
 * @param agreed is shown what will go in and come out before anything is fitted, and may refuse it;
 *     a clustering has no labels yet
 * @param search chooses the parameters
 * @param start the version that the fit goes on from, with algorithms that can
 */
public record TrainOptions(
    Optional<LocalDate> runDate,
    List<String> carried,
    Consumer<Signature> agreed,
    ParameterSearch search,
    WarmStart start) {
  /** Nothing beside it. */
  public static final TrainOptions NONE =
      new TrainOptions(
          Optional.empty(), List.of(), signature -> {}, ParameterSearch.NONE, WarmStart.NONE);

  /** Copies the columns. */
  public TrainOptions {
    carried = List.copyOf(carried);
  }
}
