package dev.almanac.scoring;

import dev.almanac.data.ScalaSeqs;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import scala.collection.immutable.Seq;

/**
 * The components of a scoring node in a logical or physical plan. Spark copies and compares nodes
 * by these.
 *
 * @param inputs the columns of {@code child} that the scoring reads, in its order
 * @param added the columns that follow those of {@code child}
 */
record BlockParts<P extends QueryPlan<P>>(
    BlockScoring scoring, Seq<Attribute> inputs, Seq<Attribute> added, P child)
    implements Serializable {
  /** The number of components. */
  static final int SIZE = 4;

  /** A component by its index among the parameters of the node's constructor. */
  Object part(int index) {
    return switch (index) {
      case 0 -> scoring;
      case 1 -> inputs;
      case 2 -> added;
      case 3 -> child;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  Seq<Attribute> output() {
    return ScalaSeqs.joined(child.output(), ScalaSeqs.list(added));
  }

  AttributeSet produced() {
    return ScalaSeqs.set(added);
  }

  Seq<P> children() {
    return ScalaSeqs.of(List.of(child));
  }
}
