package dev.almanac.scoring;

import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * Logical plan node that adds forecast columns to its child. Spark prunes columns below it that are
 * not used. Public because Spark copies plans by their constructors. Immutable.
 */
public final class BlockScore extends LogicalPlan {
  private static final long serialVersionUID = 1L;

  private final BlockParts<LogicalPlan> parts;

  /**
   * Creates a node.
   *
   * @param inputs the columns of {@code child} that the scoring reads, in its order
   * @param added the columns that follow those of {@code child}
   */
  public BlockScore(
      BlockScoring scoring, Seq<Attribute> inputs, Seq<Attribute> added, LogicalPlan child) {
    this.parts = new BlockParts<>(scoring, inputs, added, child);
  }

  BlockParts<LogicalPlan> parts() {
    return parts;
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
  public Seq<LogicalPlan> children() {
    return parts.children();
  }

  @Override
  public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
    return new BlockScore(parts.scoring(), parts.inputs(), parts.added(), children.apply(0));
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
    return other instanceof BlockScore;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockScore score && parts.equals(score.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }
}
