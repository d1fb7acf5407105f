package dev.almanac.scoring;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * Rows with what scoring adds to them, as a part of a logical plan: Spark leaves out columns below
 * it that nobody asks for. Public because Spark copies plans by their constructors. Immutable.
 */
public final class BlockScore extends LogicalPlan {
  private static final long serialVersionUID = 1L;

  private final BlockModel model;
  private final Seq<Attribute> inputs;
  private final Seq<Attribute> added;
  private final LogicalPlan child;

  /**
   * A plan.
   *
   * @param inputs the columns of {@code child} that the model reads, in the signature's order
   * @param added the columns that come behind those of {@code child}
   */
  public BlockScore(
      BlockModel model, Seq<Attribute> inputs, Seq<Attribute> added, LogicalPlan child) {
    this.model = model;
    this.inputs = inputs;
    this.added = added;
    this.child = child;
  }

  BlockModel model() {
    return model;
  }

  Seq<Attribute> inputs() {
    return inputs;
  }

  Seq<Attribute> added() {
    return added;
  }

  LogicalPlan child() {
    return child;
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
  public Seq<LogicalPlan> children() {
    return ScalaSeqs.of(List.of(child));
  }

  @Override
  public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
    return new BlockScore(model, inputs, added, children.apply(0));
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
    return other instanceof BlockScore;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockScore score
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
