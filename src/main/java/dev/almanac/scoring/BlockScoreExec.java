package dev.almanac.scoring;

import dev.almanac.data.ScalaSeqs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * Scores blocks of rows. Where rows come in columns, as from Parquet, they stay in columns and the
 * forecasts are columns beside them; elsewhere rows are collected into blocks. Public because Spark
 * copies plans by their constructors. Immutable.
 */
public final class BlockScoreExec extends SparkPlan {
  private static final long serialVersionUID = 1L;

  private final BlockParts<SparkPlan> parts;

  /** A plan, see {@link BlockScore}. */
  public BlockScoreExec(
      BlockScoring scoring, Seq<Attribute> inputs, Seq<Attribute> added, SparkPlan child) {
    this.parts = new BlockParts<>(scoring, inputs, added, child);
  }

  @Override
  public Seq<Attribute> output() {
    return parts.output();
  }

  @Override
  public AttributeSet producedAttributes() {
    return parts.produced();
  }

  @Override
  public Partitioning outputPartitioning() {
    return parts.child().outputPartitioning();
  }

  @Override
  public Seq<SortOrder> outputOrdering() {
    return parts.child().outputOrdering();
  }

  @Override
  public boolean supportsColumnar() {
    return parts.child().supportsColumnar();
  }

  /**
   * The classes of the columns, so that the code that Spark makes of the plan calls them directly.
   */
  @Override
  public Option<Seq<String>> vectorTypes() {
    Option<Seq<String>> below = parts.child().vectorTypes();
    if (below.isEmpty()) {
      return below;
    }
    List<String> own =
        ScalaSeqs.list(parts.added()).stream()
            .map(column -> PredictionVector.of(column.dataType()).getName())
            .toList();
    return Option.apply(ScalaSeqs.joined(below.get(), own));
  }

  @Override
  public RDD<ColumnarBatch> doExecuteColumnar() {
    BlockTask task = task();
    return parts.child().executeColumnar().toJavaRDD().mapPartitions(task::batches, true).rdd();
  }

  @Override
  public RDD<InternalRow> doExecute() {
    BlockTask task = task();
    return parts.child().execute().toJavaRDD().mapPartitions(task::rows, true).rdd();
  }

  private BlockTask task() {
    List<Attribute> columns = ScalaSeqs.list(parts.child().output());
    Map<ExprId, Integer> below = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      below.putIfAbsent(columns.get(i).exprId(), i);
    }
    int[] ordinals =
        ScalaSeqs.list(parts.inputs()).stream().mapToInt(input -> ordinal(below, input)).toArray();
    return new BlockTask(parts.scoring(), ordinals, parts.child().schema());
  }

  private static int ordinal(Map<ExprId, Integer> columns, Attribute required) {
    Integer found = columns.get(required.exprId());
    if (found == null) {
      throw new IllegalStateException("no column " + required + " among " + columns.keySet());
    }
    return found;
  }

  @Override
  public Seq<SparkPlan> children() {
    return parts.children();
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
    return new BlockScoreExec(parts.scoring(), parts.inputs(), parts.added(), children.apply(0));
  }

  @Override
  public int productArity() {
    return BlockParts.SIZE;
  }

  @Override
  public Object productElement(int index) {
    return parts.part(index);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof BlockScoreExec;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockScoreExec score && parts.equals(score.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }
}
