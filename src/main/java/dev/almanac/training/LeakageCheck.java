package dev.almanac.training;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WindowSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.Splitter;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rejects rows that a run cannot know on its run date. */
final class LeakageCheck {
  private LeakageCheck() {}

  /**
   * @throws AlmanacException BAD_SPLIT if a row is of the run date or later
   */
  static void refuse(Dataset<Row> rows, TrainSpec spec, LocalDate runDate) {
    Splitter.timeColumn(spec.split())
        .or(() -> spec.window().map(WindowSpec::column))
        .ifPresent(
            name -> {
              Column time = ExactNames.column(name);
              Row found =
                  rows.filter(time.geq(lit(runDate)))
                      .agg(count(lit(1)), max(time).cast("string"))
                      .head();
              if (found.getLong(0) > 0) {
                throw new AlmanacException(
                    ErrorCode.BAD_SPLIT,
                    "%s rows to train on are from the run date %s or later (the newest %s is %s): the model would be told the future.\nAdd WHERE %s < :run_date to train.query."
                        .formatted(
                            Text.grouped(found.getLong(0)),
                            runDate,
                            name,
                            found.getString(1),
                            name));
              }
            });
  }
}
