package dev.almanac.pmml;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jpmml.evaluator.FieldValue;
import org.jpmml.evaluator.functions.AbstractFunction;

/** What a hostile document would like to have loaded; shows whether it was. */
public final class Trap extends AbstractFunction {
  static final AtomicBoolean TOUCHED = new AtomicBoolean();

  /** Called by whoever loads the class by its name. */
  public Trap() {
    super("trap");
    TOUCHED.set(true);
  }

  @Override
  public FieldValue evaluate(List<FieldValue> arguments) {
    TOUCHED.set(true);
    return arguments.get(0);
  }
}
