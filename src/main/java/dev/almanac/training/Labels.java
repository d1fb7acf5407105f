package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.XmlText;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ExactNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Labels of a classification, in the order of the model's probabilities: sorted. */
final class Labels {
  private static final int MOST_CLASSES = 100;

  private Labels() {}

  /**
   * Reads the labels from training and holdout.
   *
   * @return the sorted labels; empty for a regression
   * @throws AlmanacException BAD_LABEL if the labels do not suit the task
   */
  static List<String> of(Dataset<Row> train, Dataset<Row> holdout, TrainSpec spec) {
    if (!spec.task().isClassification()) {
      return List.of();
    }
    Map<String, Long> learnt = count(train, spec);
    Map<String, Long> all = new TreeMap<>(learnt);
    count(holdout, spec).forEach((label, rows) -> all.merge(label, rows, Long::sum));
    requireLearnable(all, spec);
    all.keySet()
        .forEach(
            label -> {
              if (!learnt.containsKey(label)) {
                throw new AlmanacException(
                    ErrorCode.BAD_LABEL,
                    "label '%s' has the value '%s' only in the holdout (%s of its rows), so nothing can be learnt about it.\nMove the split, or join the value with another one in the job's query."
                        .formatted(
                            spec.label(),
                            Text.printable(label),
                            Text.grouped(all.getOrDefault(label, 0L))));
              }
            });
    return List.copyOf(all.keySet());
  }

  private static Map<String, Long> count(Dataset<Row> rows, TrainSpec spec) {
    Map<String, Long> counts = new TreeMap<>();
    rows.groupBy(ExactNames.column(spec.label()))
        .count()
        .limit(MOST_CLASSES + 1)
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    if (counts.size() > MOST_CLASSES) {
      throw new AlmanacException(
          ErrorCode.BAD_LABEL,
          String.format(
              Locale.ROOT,
              "label '%s' has more than %d different values: that is a number or a key rather than"
                  + " a class.\n"
                  + "Use task = regression, or group the values in the job's query.",
              spec.label(),
              MOST_CLASSES));
    }
    return counts;
  }

  private static void requireLearnable(Map<String, Long> all, TrainSpec spec) {
    if (all.size() < 2) {
      throw new AlmanacException(
          ErrorCode.BAD_LABEL,
          "label '%s' has one value only: %s. There is nothing to tell apart.\nLook at how the job's query makes the label, and at the rows it keeps."
              .formatted(spec.label(), DropReasons.describe(all)));
    }
    for (String label : all.keySet()) {
      if (!XmlText.isKept(label)) {
        throw new AlmanacException(
            ErrorCode.BAD_LABEL,
            "label '%s' has the value '%s' with a control character or line end, which PMML (as XML) does not keep.\nClean the column in the job's query."
                .formatted(spec.label(), Text.printable(label)));
      }
    }
    if (spec.task() != TaskType.BINARY) {
      return;
    }
    if (all.size() > 2) {
      throw new AlmanacException(
          ErrorCode.BAD_LABEL,
          "label '%s' of a binary task has %s: %s.\nUse task = multiclass, or make two of them in the job's query."
              .formatted(spec.label(), Text.count(all.size(), "value"), DropReasons.describe(all)));
    }
    if (!all.containsKey(spec.positive())) {
      throw new AlmanacException(
          ErrorCode.BAD_LABEL,
          "label '%s' has no value '%s', which the job calls positive; it has %s.\nSet positive to one of these, spelt as here."
              .formatted(spec.label(), Text.printable(spec.positive()), DropReasons.describe(all)));
    }
  }
}
