package dev.almanac.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Conversions between Java lists and Scala sequences. */
public final class ScalaSeqs {
  private ScalaSeqs() {}

  /** The items as an immutable Scala sequence. */
  public static <T> Seq<T> of(List<? extends T> items) {
    List<T> copy = List.copyOf(items);
    return CollectionConverters.asScala(copy).toList();
  }

  /** The items as a list with constant-time access by index; a Scala list takes linear time. */
  public static <T> List<T> list(Seq<T> items) {
    return new ArrayList<>(CollectionConverters.asJava(items));
  }

  /** The concatenation of two sequences. */
  public static <T> Seq<T> joined(Seq<T> first, List<? extends T> second) {
    List<T> both = new ArrayList<>(list(first));
    both.addAll(second);
    return of(both);
  }

  /** The attributes as a set. */
  public static AttributeSet set(Seq<Attribute> attributes) {
    List<Expression> expressions = new ArrayList<>(list(attributes));
    return AttributeSet$.MODULE$.apply(of(expressions));
  }
}
