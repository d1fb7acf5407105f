package dev.almanac.training;

import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Progress;
import dev.almanac.core.Text;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WindowSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelInput;
import dev.almanac.data.Splitter;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Selects the rows of the training window. */
final class TrainingWindow {
  private TrainingWindow() {}

  /**
   * The rows from the window's first day on. Rows without a time are kept, to be counted as
   * dropped; rows of the run date or later are kept, to be refused by {@link LeakageCheck}.
   *
   * @throws AlmanacException MISSING_COLUMN, WRONG_TYPE if the column is not a date or timestamp,
   *     CONFIG_INVALID if a rolling window has no run date
   */
  static Dataset<Row> within(
      Dataset<Row> rows, TrainSpec spec, Optional<LocalDate> runDate, Progress progress) {
    if (spec.window().isEmpty()) {
      return rows;
    }
    WindowSpec window = spec.window().get();
    ModelInput.requireColumns(rows.schema(), List.of(window.column()));
    Splitter.requireTime(
        rows.schema().apply(window.column()).dataType(), "window", window.column());
    LocalDate first =
        window.days().isPresent()
            ? runDate
                .map(window::first)
                .orElseThrow(
                    () ->
                        new AlmanacException(
                            ErrorCode.CONFIG_INVALID,
                            "a window of days ends at the run date, and none was given.\n"
                                + "Give a run date, or let the window grow from a date."))
            : window.from().orElseThrow();
    progress.fact(
        "rows are read whose %s is from %s on%s"
            .formatted(
                window.column(),
                first,
                window.days().isPresent()
                    ? ", " + Text.count(window.days().getAsInt(), "day") + " before the run date"
                    : ""));
    Column time = ExactNames.column(window.column());
    return rows.filter(time.geq(lit(first)).or(time.isNull()));
  }
}
