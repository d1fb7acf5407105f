package dev.almanac.scoring;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Lists as Spark's plans have them. */
final class ScalaSeqs {
  private ScalaSeqs() {}

  static <T> Seq<T> of(List<? extends T> items) {
    List<T> copy = List.copyOf(items);
    return CollectionConverters.asScala(copy).toList();
  }

  static <T> List<T> list(Seq<T> items) {
    return CollectionConverters.asJava(items);
  }

  /** The first, then the second. */
  static <T> Seq<T> joined(Seq<T> first, List<? extends T> second) {
    List<T> both = new ArrayList<>(list(first));
    both.addAll(second);
    return of(both);
  }

  static AttributeSet set(Seq<Attribute> attributes) {
    List<Expression> expressions = new ArrayList<>(list(attributes));
    return AttributeSet$.MODULE$.apply(of(expressions));
  }
}
