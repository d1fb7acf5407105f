package dev.almanac.forecast;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.compiled.RowBatch;
import dev.almanac.compiled.RowBatches;
import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Decider;
import dev.almanac.pmml.Answer;
import dev.almanac.pmml.PmmlModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Scores rows in blocks of up to 64: checks them by the signature's policies, evaluates the
 * compiled model, scores undecided rows with the PMML document, and applies the decision. Not
 * thread-safe.
 */
public final class BlockScorer {
  private final Signature signature;
  private final List<Field> fields;
  private final PmmlModel document;
  private final @Nullable RowBatches blocks;

  /** The rows of each block that are not rejected and still need a score, one bit per row. */
  private final long[] required;

  private final boolean probable;

  /**
   * For each field, the index of the document's input; negative if the document does not read it.
   */
  private final int[] inputs;

  /** Receives the numbers of fields that the document does not read. */
  private final double[] unused = new double[RowBatch.ROWS];

  private final boolean ofFloats;
  private final double threshold;
  private final int positive;
  private final Optional<Decider> decider;
  private final double[] probabilities;
  private final int[] beyondField = new int[RowBatch.ROWS];

  /** Creates a scorer for one thread. */
  public BlockScorer(RowModel model) {
    signature = model.signature();
    fields = signature.inputs();
    document = model.document();
    CompiledModel compiled = model.compiled().orElse(null);
    blocks = compiled == null ? null : compiled.newBlocks();
    required = new long[blocks == null ? 1 : blocks.size()];
    probable = compiled != null && compiled.hasProbabilities();
    List<String> requested = compiled == null ? document.inputs() : compiled.inputs();
    inputs = fields.stream().mapToInt(field -> requested.indexOf(field.name())).toArray();
    ofFloats = document.isOfFloats();
    threshold = model.threshold();
    positive = signature.task() == TaskType.BINARY ? signature.positiveIndex() : -1;
    decider = model.decider();
    probabilities = new double[signature.labels().size()];
  }

  /** Scores the first {@code rows} rows of the source and writes each result to the sink. */
  public void score(FeatureSource cells, int rows, ScoreSink sink) {
    int atOnce = required.length * RowBatch.ROWS;
    for (int from = 0; from < rows; from += atOnce) {
      scoreSome(cells, from, Math.min(atOnce, rows - from), sink);
    }
  }

  private void scoreSome(FeatureSource cells, int from, int rows, ScoreSink sink) {
    int count = (rows + RowBatch.ROWS - 1) / RowBatch.ROWS;
    long any = 0;
    for (int i = 0; i < count; i++) {
      int first = i * RowBatch.ROWS;
      required[i] =
          check(cells, from + first, Math.min(RowBatch.ROWS, rows - first), block(i), sink);
      any |= required[i];
    }
    if (blocks != null && any != 0) {
      blocks.score(count);
    }
    for (int i = 0; i < count; i++) {
      finish(cells, from + i * RowBatch.ROWS, required[i], block(i), sink);
    }
  }

  private @Nullable RowBatch block(int index) {
    return blocks == null ? null : blocks.get(index);
  }

  /**
   * Checks the rows of a block and sets its inputs.
   *
   * @return the rows that are not rejected, one bit per row
   */
  private long check(
      FeatureSource cells, int from, int count, @Nullable RowBatch block, ScoreSink sink) {
    if (block != null) {
      block.begin(count);
    }
    long live = -1L >>> (Long.SIZE - count);
    long rejected = 0;
    long beyond = 0;
    for (int i = 0; i < inputs.length; i++) {
      Field field = fields.get(i);
      double[] values = block == null || inputs[i] < 0 ? unused : block.values(inputs[i]);
      long missing = cells.nulls(i, from, count);
      if (missing != 0 && field.missing() == MissingPolicy.REJECT) {
        reject(missing & ~rejected, from, RejectReason.MISSING_VALUE, field, sink);
        rejected |= missing;
      }
      if (field.kind() == Field.Kind.NUMERIC) {
        cells.numbers(i, from, count, values);
        long unusable = notFinite(values, count) & ~missing;
        if (unusable != 0) {
          rejectNumbers(unusable & ~rejected, from, field, values, sink);
          rejected |= unusable;
        }
        if (ofFloats) {
          beyond |= beyond(i, values, count, ~missing & ~beyond & ~rejected);
        }
      } else if (field.kind() == Field.Kind.TEXT) {
        // No compiled model reads free text; the document scores the row.
        rejected |= rejectLong(live & ~missing & ~rejected, from, i, cells, sink);
      } else {
        cells.codes(i, from, count, values);
        long unseen = negative(values, count) & ~missing;
        if (unseen != 0) {
          rejectTexts(unseen & ~rejected, from, i, cells, sink);
          forget(unseen, values);
          rejected |= unseen;
          missing |= unseen;
        }
      }
      if (block != null && inputs[i] >= 0) {
        block.missing(inputs[i], missing);
      }
    }
    beyond &= ~rejected;
    if (beyond != 0) {
      refuseBeyond(beyond, from, sink);
    }
    return live & ~rejected & ~beyond;
  }

  private void finish(
      FeatureSource cells, int from, long required, @Nullable RowBatch block, ScoreSink sink) {
    if (required == 0) {
      return;
    }
    long undecided = required;
    if (block != null) {
      emit(block, block.answered() & required, from, sink);
      for (long left = block.nothing() & required; left != 0; left &= left - 1) {
        sink.reject(from + Long.numberOfTrailingZeros(left), RejectReason.NO_FORECAST, null, null);
      }
      undecided = block.undecided() & required;
    }
    for (long left = undecided; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      emit(document.score(values(cells, from, row), signature.labels()), from + row, sink);
    }
  }

  private static long notFinite(double[] values, int count) {
    long found = 0;
    for (int row = 0; row < count; row++) {
      found |= (Math.abs(values[row]) <= Double.MAX_VALUE ? 0L : 1L) << row;
    }
    return found;
  }

  private static long negative(double[] codes, int count) {
    long found = 0;
    for (int row = 0; row < count; row++) {
      found |= (codes[row] < 0 ? 1L : 0L) << row;
    }
    return found;
  }

  /** The rows whose number exceeds the range of a float, if the model computes in floats. */
  private long beyond(int field, double[] values, int count, long required) {
    long found = 0;
    for (int row = 0; row < count; row++) {
      found |= (Math.abs(values[row]) > Float.MAX_VALUE ? 1L : 0L) << row;
    }
    found &= required;
    for (long left = found; left != 0; left &= left - 1) {
      beyondField[Long.numberOfTrailingZeros(left)] = field;
    }
    return found;
  }

  private void refuseBeyond(long rows, int from, ScoreSink sink) {
    for (long left = rows; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      String why = beyondFloat(fields.get(beyondField[row]).name());
      sink.reject(from + row, RejectReason.ENGINE_REFUSED, null, why);
    }
  }

  /** The reject message for a row with a number larger than a float can hold. */
  public static String beyondFloat(String input) {
    return "'" + input + "' is a number larger than a float can hold";
  }

  private static void reject(
      long rows, int from, RejectReason reason, Field field, ScoreSink sink) {
    for (long left = rows; left != 0; left &= left - 1) {
      sink.reject(from + Long.numberOfTrailingZeros(left), reason, field.name(), null);
    }
  }

  private static void rejectNumbers(
      long rows, int from, Field field, double[] values, ScoreSink sink) {
    for (long left = rows; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      sink.reject(from + row, RejectReason.NOT_A_NUMBER, field.name(), String.valueOf(values[row]));
    }
  }

  private void rejectTexts(long rows, int from, int field, FeatureSource cells, ScoreSink sink) {
    for (long left = rows; left != 0; left &= left - 1) {
      int row = from + Long.numberOfTrailingZeros(left);
      sink.reject(row, RejectReason.UNSEEN_LEVEL, fields.get(field).name(), cells.text(field, row));
    }
  }

  /**
   * Rejects texts that are too long. The reject value is the length, because the whole text is too
   * large for the rejects table.
   */
  private long rejectLong(long rows, int from, int field, FeatureSource cells, ScoreSink sink) {
    long found = 0;
    for (long left = rows; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      String text = cells.text(field, from + row);
      int length = text.codePointCount(0, text.length());
      if (length > Field.LONGEST_TEXT) {
        found |= 1L << row;
        sink.reject(
            from + row,
            RejectReason.TEXT_TOO_LONG,
            fields.get(field).name(),
            length + " characters");
      }
    }
    return found;
  }

  /** Replaces negative codes by 0: a rejected row, too, needs a code that the model knows. */
  private static void forget(long rows, double[] codes) {
    for (long left = rows; left != 0; left &= left - 1) {
      codes[Long.numberOfTrailingZeros(left)] = 0;
    }
  }

  /** Writes the results of the compiled model. */
  private void emit(RowBatch answers, long rows, int from, ScoreSink sink) {
    switch (signature.task()) {
      case REGRESSION -> {
        for (long left = rows; left != 0; left &= left - 1) {
          int row = Long.numberOfTrailingZeros(left);
          emitNumber(answers.number(row), from + row, sink);
        }
      }
      case CLUSTERING -> {
        for (long left = rows; left != 0; left &= left - 1) {
          int row = Long.numberOfTrailingZeros(left);
          sink.prediction(from + row, answers.label(row));
        }
      }
      case BINARY, MULTICLASS -> {
        for (long left = rows; left != 0; left &= left - 1) {
          int row = Long.numberOfTrailingZeros(left);
          if (!probable) {
            sink.reject(from + row, RejectReason.NO_FORECAST, null, null);
            continue;
          }
          for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] = answers.probability(row, label);
          }
          if (emitProbabilities(answers.label(row), from + row, sink)) {
            sink.prediction(from + row, answers.label(row));
          }
        }
      }
    }
  }

  /** Writes the result of the document. */
  private void emit(Answer answer, int row, ScoreSink sink) {
    boolean numeric = signature.task() == TaskType.REGRESSION;
    if (answer instanceof Answer.Refused refused) {
      sink.reject(row, RejectReason.ENGINE_REFUSED, null, refused.why());
    } else if (answer instanceof Answer.Estimate estimate && numeric) {
      emitNumber(estimate.value(), row, sink);
    } else if (answer instanceof Answer.Label label && !numeric) {
      emitLabel(label, row, sink);
    } else {
      sink.reject(row, RejectReason.NO_FORECAST, null, null);
    }
  }

  private void emitLabel(Answer.Label label, int row, ScoreSink sink) {
    if (signature.task() == TaskType.CLUSTERING) {
      sink.prediction(row, label.label());
      return;
    }
    if (label.probabilities().isEmpty()) {
      sink.reject(row, RejectReason.NO_FORECAST, null, null);
      return;
    }
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = label.probabilities().get(i);
    }
    int index = signature.labels().indexOf(label.label());
    if (emitProbabilities(index, row, sink)) {
      sink.prediction(row, label.label());
      if (index < 0 && positive < 0 && decider.isEmpty()) {
        sink.decision(row, label.label());
      }
    }
  }

  private static void emitNumber(double number, int row, ScoreSink sink) {
    if (Math.abs(number) <= Double.MAX_VALUE) {
      sink.number(row, number);
    } else {
      sink.reject(row, RejectReason.NO_FORECAST, null, String.valueOf(number));
    }
  }

  /**
   * Writes the probabilities and the decision that follows from them.
   *
   * @param label the label that the model chose; negative if it is not among the labels
   * @return whether there is a forecast
   */
  private boolean emitProbabilities(int label, int row, ScoreSink sink) {
    String problem = ProbabilityRange.problem(probabilities);
    if (!problem.isEmpty()) {
      sink.reject(row, RejectReason.NO_FORECAST, null, problem);
      return false;
    }
    if (positive >= 0) {
      double probability = probabilities[positive];
      sink.probability(row, probability);
      if (decider.isEmpty()) {
        sink.decision(row, probability >= threshold ? positive : 1 - positive);
        return true;
      }
    } else {
      if (label >= 0) {
        sink.probability(row, probabilities[label]);
      }
      for (int i = 0; i < probabilities.length; i++) {
        sink.probability(row, i, probabilities[i]);
      }
      if (decider.isEmpty()) {
        if (label >= 0) {
          sink.decision(row, label);
        }
        return true;
      }
    }
    OptionalInt decided = decider.get().decide(probabilities);
    if (decided.isPresent()) {
      sink.decision(row, decided.getAsInt());
    }
    return true;
  }

  /** The fields of one row that the document reads, by name. */
  private Map<String, @Nullable Object> values(FeatureSource cells, int from, int row) {
    Map<String, @Nullable Object> values = new HashMap<>();
    double[] one = new double[1];
    for (int i = 0; i < inputs.length; i++) {
      Field field = fields.get(i);
      if (inputs[i] < 0 || cells.nulls(i, from + row, 1) != 0) {
        continue;
      }
      if (field.kind() == Field.Kind.NUMERIC) {
        cells.numbers(i, from + row, 1, one);
        values.put(field.name(), one[0]);
      } else {
        values.put(field.name(), cells.text(i, from + row));
      }
    }
    return values;
  }
}
