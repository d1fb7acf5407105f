package dev.almanac.scoring;

import java.util.List;
import java.util.Objects;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
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

  private final BlockModel model;
  private final Seq<Attribute> inputs;
  private final Seq<Attribute> added;
  private final SparkPlan child;

  /** A plan, see {@link BlockScore}. */
  public BlockScoreExec(
      BlockModel model, Seq<Attribute> inputs, Seq<Attribute> added, SparkPlan child) {
    this.model = model;
    this.inputs = inputs;
    this.added = added;
    this.child = child;
  }

  @Override
  public Seq<Attribute> output() {
    return ScalaSeqs.joined(child.output(), ScalaSeqs.list(added));
  }

  @Override
  public AttributeSet producedAttributes() {
    return ScalaSeqs.set(added);
  }

  @Override
  public Partitioning outputPartitioning() {
    return child.outputPartitioning();
  }

  @Override
  public Seq<SortOrder> outputOrdering() {
    return child.outputOrdering();
  }

  @Override
  public boolean supportsColumnar() {
    return child.supportsColumnar();
  }

  /**
   * The classes of the columns, so that the code that Spark makes of the plan calls them directly.
   */
  @Override
  public Option<Seq<String>> vectorTypes() {
    Option<Seq<String>> below = child.vectorTypes();
    if (below.isEmpty()) {
      return below;
    }
    List<String> own =
        new ForecastVectors(model.signature())
            .columns().stream().map(column -> column.getClass().getName()).toList();
    return Option.apply(ScalaSeqs.joined(below.get(), own));
  }

  @Override
  public RDD<ColumnarBatch> doExecuteColumnar() {
    BlockTask task = task();
    return child.executeColumnar().toJavaRDD().mapPartitions(task::batches, true).rdd();
  }

  @Override
  public RDD<InternalRow> doExecute() {
    BlockTask task = task();
    return child.execute().toJavaRDD().mapPartitions(task::rows, true).rdd();
  }

  private BlockTask task() {
    List<Attribute> below = ScalaSeqs.list(child.output());
    int[] ordinals =
        ScalaSeqs.list(inputs).stream().mapToInt(input -> ordinal(below, input)).toArray();
    return new BlockTask(model, ordinals, child.schema());
  }

  private static int ordinal(List<Attribute> columns, Attribute wanted) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).exprId().equals(wanted.exprId())) {
        return i;
      }
    }
    throw new IllegalStateException("no column " + wanted + " among " + columns);
  }

  @Override
  public Seq<SparkPlan> children() {
    return ScalaSeqs.of(List.of(child));
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
    return new BlockScoreExec(model, inputs, added, children.apply(0));
  }

  @Override
  public int productArity() {
    return 4;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> model;
      case 1 -> inputs;
      case 2 -> added;
      case 3 -> child;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof BlockScoreExec;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockScoreExec score
        && model.equals(score.model)
        && inputs.equals(score.inputs)
        && added.equals(score.added)
        && child.equals(score.child);
  }

  @Override
  public int hashCode() {
    return Objects.hash(model, inputs, added, child);
  }
}
