package dev.almanac.evaluation;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Rows counted by actual and decided label. */
final class Confusion {
  private final List<String> labels;
  private final long[][] counts;
  private long rows;
  private long decidedRows;

  Confusion(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.counts = new long[labels.size()][labels.size()];
  }

  /** Counts rows; {@code decided} is empty where the decision abstained. */
  void add(String actual, Optional<String> decided, long count) {
    int row = index(actual);
    rows += count;
    if (decided.isPresent()) {
      counts[row][index(decided.get())] += count;
      decidedRows += count;
    }
  }

  /** All rows, decided or not. */
  long rows() {
    return rows;
  }

  /** The rows on which something was decided. */
  long decidedRows() {
    return decidedRows;
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
