package dev.almanac.scoring;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Signature;
import dev.almanac.core.Text;
import dev.almanac.forecast.BlockScorer;
import dev.almanac.forecast.FeatureSource;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Scores each row by one of several models, which the value of the first input selects, and adds
 * the model and version that made the forecast. The rows of a batch are sorted by model, so that
 * each model scores blocks of its own rows.
 */
final class BlockSegments implements BlockScoring {
  private static final long serialVersionUID = 1L;

  /** Larger than one block, so that each of many models scores more than a few rows at a time. */
  private static final int ROWS_AT_ONCE = 2048;

  private final List<Member> members;
  private final Map<String, Integer> routes;

  /**
   * One of the models.
   *
   * @param inputs the indexes of the model's inputs among all inputs
   * @param name the model's name in the registry
   * @param number the number of the version
   */
  record Member(BlockModel model, List<Integer> inputs, String name, int number)
      implements Serializable {}

  /**
   * Scores by several models.
   *
   * @param members the models; the first scores all values without a model of their own
   * @param routes the index of the model for each value
   */
  BlockSegments(List<Member> members, Map<String, Integer> routes) {
    this.members = List.copyOf(members);
    this.routes = Map.copyOf(routes);
  }

  private Signature signature() {
    return members.get(SegmentRouter.REST).model().signature();
  }

  @Override
  public StructType added() {
    return ForecastVectors.schema(signature().task())
        .add(ForecastColumns.MODEL, DataTypes.StringType)
        .add(ForecastColumns.MODEL_VERSION, DataTypes.IntegerType);
  }

  @Override
  public int rowsAtOnce() {
    return ROWS_AT_ONCE;
  }

  @Override
  public Work work(CellSource source) {
    return new Sorted(source);
  }

  /** The work of one model in a task. */
  private static final class Desk {
    private final BlockScorer scorer;
    private final SelectedCells cells;
    private final ForecastVectors.Labels labels;
    private final UTF8String name;
    private final int number;

    Desk(Member member, CellSource source, Signature columns) {
      scorer = member.model().newScorer();
      int[] inputs = member.inputs().stream().mapToInt(Integer::intValue).toArray();
      cells = new SelectedCells(source.cells(inputs, member.model().newSpellings()));
      labels = ForecastVectors.labels(member.model().signature(), columns);
      name = UTF8String.fromString(member.name());
      number = member.number();
    }
  }

  private final class Sorted implements Work {
    private final CellSource source;
    private final FeatureSource segments;
    private final @Nullable Desk[] desks = new Desk[members.size()];
    private final ForecastVectors forecasts = new ForecastVectors(signature());
    private final PredictionVector.Texts names = new PredictionVector.Texts();
    private final PredictionVector.Counts numbers = new PredictionVector.Counts();
    private final double[] codes = new double[64];
    private final int[] starts = new int[members.size() + 1];
    private int[] routed = new int[0];
    private int[] order = new int[0];

    Sorted(CellSource source) {
      this.source = source;
      this.segments = source.cells(new int[] {0}, List.of(new SegmentRouter(routes)));
    }

    @Override
    public List<ColumnVector> columns() {
      List<ColumnVector> columns = new ArrayList<>(forecasts.columns());
      columns.add(names);
      columns.add(numbers);
      return columns;
    }

    @Override
    public void score(int rows) {
      forecasts.clear(rows);
      names.clear(rows);
      numbers.clear(rows);
      sort(rows);
      for (int member = 0; member < desks.length; member++) {
        if (starts[member] < starts[member + 1]) {
          score(member, Arrays.copyOfRange(order, starts[member], starts[member + 1]));
        }
      }
    }

    private void score(int member, int[] rows) {
      Desk desk = desks[member];
      if (desk == null) {
        desk = new Desk(members.get(member), source, signature());
        desks[member] = desk;
      }
      desk.cells.select(rows);
      forecasts.turnTo(desk.labels, rows);
      desk.scorer.score(desk.cells, rows.length, forecasts);
      for (int row : rows) {
        names.set(row, desk.name);
        numbers.set(row, desk.number);
      }
    }

    /** Counting sort: groups the rows by model and preserves their order. */
    private void sort(int rows) {
      if (routed.length < rows) {
        routed = new int[rows];
        order = new int[rows];
      }
      Arrays.fill(starts, 0);
      for (int from = 0; from < rows; from += codes.length) {
        int count = Math.min(codes.length, rows - from);
        Arrays.fill(codes, SegmentRouter.REST);
        segments.codes(0, from, count, codes);
        for (int i = 0; i < count; i++) {
          int member = (int) codes[i];
          routed[from + i] = member;
          starts[member + 1]++;
        }
      }
      for (int member = 0; member < desks.length; member++) {
        starts[member + 1] += starts[member];
      }
      int[] next = starts.clone();
      for (int row = 0; row < rows; row++) {
        order[next[routed[row]]++] = row;
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockSegments segments
        && members.equals(segments.members)
        && routes.equals(segments.routes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(members, routes);
  }

  /** The text of a plan that Spark prints. */
  @Override
  public String toString() {
    return "%s by segment, the rest by %s"
        .formatted(Text.count(members.size(), "model"), members.get(0).model());
  }
}
