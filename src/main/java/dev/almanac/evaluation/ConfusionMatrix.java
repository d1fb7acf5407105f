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

/** Confusion matrix: row counts by actual and decided label. */
final class ConfusionMatrix {
  /** The decided index of rows without a decision. */
  static final int ABSTAINED = -1;

  private final List<String> labels;
  private final long[][] counts;
  private long rows;
  private long decidedRows;

  ConfusionMatrix(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.counts = new long[labels.size()][labels.size()];
  }

  /** Adds rows; {@code decided} is empty if the decision abstained. */
  void add(String actual, Optional<String> decided, long count) {
    add(index(actual), decided.isPresent() ? index(decided.get()) : ABSTAINED, count);
  }

  /** As above, by label index; {@code decided} may be {@link #ABSTAINED}. */
  void add(int actual, int decided, long count) {
    rows += count;
    if (decided != ABSTAINED) {
      counts[actual][decided] += count;
      decidedRows += count;
    }
  }

  /** All rows, with or without a decision. */
  long rows() {
    return rows;
  }

  /** The share of rows with a decision. */
  OptionalDouble coverage() {
    return ratio(decidedRows, rows);
  }

  /** The share of right decisions among the rows with a decision; empty if there are none. */
  OptionalDouble accuracy() {
    long right = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
    }
    return ratio(right, decidedRows);
  }

  /** The share of rows with this label among those decided so; empty if there are none. */
  OptionalDouble precision(int label) {
    long decided = 0;
    for (long[] actual : counts) {
      decided += actual[label];
    }
    return ratio(counts[label][label], decided);
  }

  /**
   * The share of rows decided so among the decided rows with this label; empty if there are none.
   */
  OptionalDouble recall(int label) {
    return ratio(counts[label][label], support(label));
  }

  /** 2 tp / (2 tp + fp + fn); empty if no row has the label or is decided so. */
  OptionalDouble f1(int label) {
    long decided = 0;
    for (long[] actual : counts) {
      decided += actual[label];
    }
    return ratio(2 * counts[label][label], decided + support(label));
  }

  /** Mean F1 of the labels that occur or were decided; empty if there are no rows. */
  OptionalDouble macroF1() {
    return IntStream.range(0, labels.size())
        .mapToObj(this::f1)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /** Mean F1 weighted by the decided rows of each actual label; empty if there are no rows. */
  OptionalDouble weightedF1() {
    double sum = 0;
    for (int label = 0; label < labels.size(); label++) {
      sum += f1(label).orElse(0) * support(label);
    }
    return decidedRows == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / decidedRows);
  }

  /** The number of rows with this label and a decision. */
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
