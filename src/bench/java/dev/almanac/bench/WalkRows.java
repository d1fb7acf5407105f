package dev.almanac.bench;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.compiled.RowBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows for a made-up model, in the forms in which engines take them. The same each time. */
public final class WalkRows {
  private final int numbers;
  private final double[][] values;
  private final byte[][][] texts;
  private final int[][] codes;
  private final List<Map<String, @Nullable Object>> maps = new ArrayList<>();

  /** Makes rows whose numbers are spread evenly from 0 to 1, and whose texts are the model's. */
  public WalkRows(WalkModels made, CompiledModel model, int count) {
    this.numbers = made.numbers();
    this.values = new double[made.numbers()][count];
    this.texts = new byte[made.texts()][count][];
    this.codes = new int[made.texts()][count];
    Random random = new Random(9);
    for (int row = 0; row < count; row++) {
      Map<String, @Nullable Object> map = new HashMap<>();
      for (int i = 0; i < made.numbers(); i++) {
        values[i][row] = random.nextDouble();
        map.put("x" + i, values[i][row]);
      }
      for (int i = 0; i < made.texts(); i++) {
        String text = "level " + random.nextInt(made.levels());
        texts[i][row] = text.getBytes(StandardCharsets.UTF_8);
        codes[i][row] = model.code(texts[i][row], 0, texts[i][row].length);
        map.put("k" + i, text);
      }
      maps.add(map);
    }
  }

  /** How many rows there are. */
  public int size() {
    return maps.size();
  }

  /** One row by the names of its fields. */
  public Map<String, @Nullable Object> map(int row) {
    return maps.get(row);
  }

  /** Sets as many rows as a block takes, from one of these rows on; texts by their bytes. */
  public void set(RowBatch block, int from) {
    numbers(block, from);
    for (int i = 0; i < texts.length; i++) {
      byte[][] column = texts[i];
      for (int row = 0; row < RowBatch.ROWS; row++) {
        byte[] text = column[from + row];
        block.text(numbers + i, row, text, 0, text.length);
      }
    }
  }

  /** The same with texts by their codes. */
  public void setCodes(RowBatch block, int from) {
    numbers(block, from);
    for (int i = 0; i < codes.length; i++) {
      int[] column = codes[i];
      for (int row = 0; row < RowBatch.ROWS; row++) {
        block.code(numbers + i, row, column[from + row]);
      }
    }
  }

  private void numbers(RowBatch block, int from) {
    block.begin(RowBatch.ROWS);
    for (int i = 0; i < values.length; i++) {
      double[] column = values[i];
      for (int row = 0; row < RowBatch.ROWS; row++) {
        block.number(i, row, column[from + row]);
      }
    }
  }
}
