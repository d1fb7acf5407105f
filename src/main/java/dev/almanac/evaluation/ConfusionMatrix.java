package dev.almanac.evaluation;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Rows counted by actual and decided label. */
final class ConfusionMatrix {
  /** In the place of a decided label: nothing was decided. */
  static final int ABSTAINED = -1;

  private final List<String> labels;
  private final long[][] counts;
  private long rows;
  private long decidedRows;

  ConfusionMatrix(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.counts = new long[labels.size()][labels.size()];
  }

  /** Counts rows; {@code decided} is empty where the decision abstained. */
  void add(String actual, Optional<String> decided, long count) {
    add(index(actual), decided.isPresent() ? index(decided.get()) : ABSTAINED, count);
  }

  /** As above, for labels by their index, or {@link #ABSTAINED}. */
  void add(int actual, int decided, long count) {
    rows += count;
    if (decided != ABSTAINED) {
      counts[actual][decided] += count;
      decidedRows += count;
    }
  }

  /** All rows, decided or not. */
  long rows() {
    return rows;
  }

  /** The share of rows on which something was decided. */
  OptionalDouble coverage() {
    return ratio(decidedRows, rows);
  }

  /** Of the rows on which something was decided, the share decided right; none if none was. */
  OptionalDouble accuracy() {
    long right = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
    }
    return ratio(right, decidedRows);
  }

  /** Of the rows decided so, the share that are so; none if no row was. */
  OptionalDouble precision(int label) {
    long decided = 0;
    for (long[] actual : counts) {
      decided += actual[label];
    }
    return ratio(counts[label][label], decided);
  }

  /** Of the rows that are so, the share that was decided so; none if no row is. */
  OptionalDouble recall(int label) {
    return ratio(counts[label][label], support(label));
  }

  /** 2 tp / (2 tp + fp + fn); none if no row is so or was decided so. */
  OptionalDouble f1(int label) {
    long decided = 0;
    for (long[] actual : counts) {
      decided += actual[label];
    }
    return ratio(2 * counts[label][label], decided + support(label));
  }

  /** F1 averaged over the labels that occur or were decided; none if there are no rows. */
  OptionalDouble macroF1() {
    return IntStream.range(0, labels.size())
        .mapToObj(this::f1)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /** F1 averaged over the decided rows by their actual label; none if there are no rows. */
  OptionalDouble weightedF1() {
    double sum = 0;
    for (int label = 0; label < labels.size(); label++) {
      sum += f1(label).orElse(0) * support(label);
    }
    return decidedRows == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / decidedRows);
  }

  /** Rows that are so and on which something was decided. */
  long support(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  List<List<Long>> matrix() {
    List<List<Long>> matrix = new ArrayList<>();
    for (long[] row : counts) {
      matrix.add(Arrays.stream(row).boxed().toList());
    }
    return matrix;
  }

  private int index(String label) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw new AlmanacException(
          ErrorCode.BAD_LABEL,
          "a row has the label '%s', which the model does not know; it knows %s.\nTrain on rows that have all labels."
              .formatted(Text.printable(label), String.join(", ", labels)));
    }
    return index;
  }

  private static OptionalDouble ratio(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
