package dev.almanac.scoring;

import dev.almanac.compiled.RowBatches;
import dev.almanac.core.Field;
import dev.almanac.core.spec.TextWords;
import dev.almanac.data.PartitionValues;
import dev.almanac.data.ValueBins;
import dev.almanac.forecast.FeatureSource;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Counts rows and the values of their inputs; adds no column. See {@link InputCounts}. */
final class BlockCounts implements BlockScoring {
  private static final long serialVersionUID = 1L;

  /** The number of bits of a null mask. */
  private static final int AT_ONCE = 64;

  /**
   * A column whose values are counted.
   *
   * @param input its index among the inputs that are read
   */
  record Column(int input, Field.Kind kind, ValueBins bins) implements Serializable {}

  /**
   * The inputs to read.
   *
   * @param segmented whether the first input selects the model of a row
   * @param texts the inputs that are checked for undecodable texts
   * @param models the columns of each model
   */
  record Columns(boolean segmented, List<Integer> texts, List<List<Column>> models)
      implements Serializable {
    Columns {
      texts = new ArrayList<>(texts);
      models = new ArrayList<>(models);
    }
  }

  private final Columns columns;
  private final Map<String, Integer> routes;
  private final PartitionValues<InputCounts.Counts> counted;

  BlockCounts(
      Columns columns, Map<String, Integer> routes, PartitionValues<InputCounts.Counts> counted) {
    this.columns = columns;
    this.routes = Map.copyOf(routes);
    this.counted = counted;
  }

  @Override
  public StructType added() {
    return new StructType();
  }

  @Override
  public int rowsAtOnce() {
    return RowBatches.MOST_ROWS;
  }

  @Override
  public Work work(CellSource source) {
    return new Counting(source);
  }

  private final class Counting implements Work {
    private final List<Counter> models;
    private final FeatureSource texts;
    private final FeatureSource segments;
    private final long[] undecoded = new long[columns.texts().size()];
    private final double[] buffer = new double[AT_ONCE];
    private final double[] model = new double[AT_ONCE];
    private long rows;

    Counting(CellSource source) {
      models = columns.models().stream().map(own -> new Counter(own, source)).toList();
      texts =
          source.cells(
              columns.texts().stream().mapToInt(Integer::intValue).toArray(),
              columns.texts().stream().map(text -> new UndecodedTexts()).toList());
      segments =
          source.cells(
              columns.segmented() ? new int[] {0} : new int[0],
              columns.segmented() ? List.of(new SegmentRouter(routes)) : List.of());
    }

    @Override
    public List<ColumnVector> columns() {
      return List.of();
    }

    @Override
    public void score(int count) {
      rows += count;
      for (int from = 0; from < count; from += AT_ONCE) {
        block(from, Math.min(AT_ONCE, count - from));
      }
    }

    private void block(int from, int count) {
      for (int text = 0; text < undecoded.length; text++) {
        long nulls = texts.nulls(text, from, count);
        texts.codes(text, from, count, buffer);
        for (int i = 0; i < count; i++) {
          undecoded[text] += (nulls >>> i & 1) == 0 ? (long) buffer[i] : 0;
        }
      }
      long all = -1L >>> (AT_ONCE - count);
      if (!columns.segmented()) {
        models.forEach(counter -> counter.count(from, count, all));
        return;
      }
      long nulls = segments.nulls(0, from, count);
      segments.codes(0, from, count, model);
      long[] of = new long[models.size()];
      for (int i = 0; i < count; i++) {
        of[(nulls >>> i & 1) == 1 ? SegmentRouter.REST : (int) model[i]] |= 1L << i;
      }
      for (int each = 0; each < of.length; each++) {
        if (of[each] != 0) {
          models.get(each).count(from, count, of[each]);
        }
      }
    }

    @Override
    public void end() {
      long[][][] bins = models.stream().map(counter -> counter.counts).toArray(long[][][]::new);
      counted.add(new InputCounts.Counts(rows, undecoded, bins));
    }
  }

  /** Counts the inputs of one model. */
  private static final class Counter {
    private final Column[] own;
    private final FeatureSource cells;
    private final long[][] counts;
    private final double[] values = new double[AT_ONCE];
    private final Matcher words = Pattern.compile(TextWords.WORD).matcher("");

    Counter(List<Column> columns, CellSource source) {
      own = columns.toArray(Column[]::new);
      cells =
          source.cells(
              columns.stream().mapToInt(Column::input).toArray(),
              columns.stream().map(column -> new LevelBins(column.bins())).toList());
      counts = ValueBins.zeros(columns.stream().map(Column::bins).toList());
    }

    /**
     * Counts some rows of a block.
     *
     * @param required the rows to count, one bit per row, the lowest bit first
     */
    void count(int from, int count, long required) {
      for (int i = 0; i < own.length; i++) {
        ValueBins bins = own[i].bins();
        long[] found = counts[i];
        long nulls = cells.nulls(i, from, count) & required;
        found[bins.size()] += Long.bitCount(nulls);
        long valued = required & ~nulls;
        switch (own[i].kind()) {
          case NUMERIC -> {
            cells.numbers(i, from, count, values);
            for (long left = valued; left != 0; left &= left - 1) {
              found[bins.of(values[Long.numberOfTrailingZeros(left)])]++;
            }
          }
          case CATEGORICAL -> {
            cells.codes(i, from, count, values);
            for (long left = valued; left != 0; left &= left - 1) {
              found[(int) values[Long.numberOfTrailingZeros(left)]]++;
            }
          }
          case TEXT -> {
            for (long left = valued; left != 0; left &= left - 1) {
              found[bins.of(words(cells.text(i, from + Long.numberOfTrailingZeros(left))))]++;
            }
          }
        }
      }
    }

    private double words(String text) {
      words.reset(text);
      int found = 0;
      while (words.find()) {
        found++;
      }
      return found;
    }
  }
}
