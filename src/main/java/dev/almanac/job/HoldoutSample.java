package dev.almanac.job;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.forecast.FeatureSource;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A sample of holdout rows, stored by column; one column can be permuted among the rows. Not
 * thread-safe.
 */
final class HoldoutSample implements FeatureSource {
  private final int rows;
  private final double[][] numbers;
  private final boolean[][] nulls;
  private final @Nullable String[][] texts;
  private int permuted = -1;
  private int[] places = new int[0];

  /**
   * The rows in the input form of a compiled model.
   *
   * @param sample rows with the inputs first, in the signature's order
   */
  HoldoutSample(List<Row> sample, Signature signature, CompiledModel compiled) {
    int inputs = signature.inputs().size();
    rows = sample.size();
    numbers = new double[inputs][rows];
    nulls = new boolean[inputs][rows];
    texts = new @Nullable String[inputs][];
    for (int input = 0; input < inputs; input++) {
      Field field = signature.inputs().get(input);
      if (field.kind() == Field.Kind.NUMERIC) {
        readNumbers(sample, input);
      } else {
        readTexts(sample, input, field, compiled);
      }
    }
  }

  private void readNumbers(List<Row> sample, int input) {
    for (int row = 0; row < rows; row++) {
      nulls[input][row] = sample.get(row).isNullAt(input);
      numbers[input][row] = nulls[input][row] ? 0 : sample.get(row).getDouble(input);
    }
  }

  private void readTexts(List<Row> sample, int input, Field field, CompiledModel compiled) {
    @Nullable String[] read = new @Nullable String[rows];
    Set<String> known = new HashSet<>(field.levels());
    boolean rejects =
        field.kind() == Field.Kind.CATEGORICAL && field.unseen() == UnseenPolicy.REJECT;
    for (int row = 0; row < rows; row++) {
      String text = sample.get(row).getAs(input);
      read[row] = text;
      nulls[input][row] = text == null;
      if (text != null) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        numbers[input][row] =
            rejects && !known.contains(text) ? -1 : compiled.code(utf8, 0, utf8.length);
      }
    }
    texts[input] = read;
  }

  int rows() {
    return rows;
  }

  /** Permutes a column: each row gets the value of another row. */
  void permute(int input, int[] order) {
    permuted = input;
    places = order;
  }

  private int place(int input, int row) {
    return input == permuted ? places[row] : row;
  }

  @Override
  public long nulls(int input, int from, int count) {
    long found = 0;
    for (int i = 0; i < count; i++) {
      found |= (nulls[input][place(input, from + i)] ? 1L : 0L) << i;
    }
    return found;
  }

  @Override
  public void numbers(int input, int from, int count, double[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = numbers[input][place(input, from + i)];
    }
  }

  @Override
  public void codes(int input, int from, int count, double[] into) {
    numbers(input, from, count, into);
  }

  @Override
  public String text(int input, int row) {
    @Nullable String[] read = texts[input];
    String text = read == null ? null : read[place(input, row)];
    return text == null ? "" : text;
  }
}
