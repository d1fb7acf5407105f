package dev.almanac.compiled;

import org.dmg.pmml.DataType;
import org.dmg.pmml.PMMLFunctions;

/** Aggregates those arguments that are not missing. */
final class AggregateFunction implements Step {
  private final String function;
  private final int[] from;
  private final int to;
  private final DataType type;

  AggregateFunction(String function, int[] from, int to, DataType type) {
    this.function = function;
    this.from = from;
    this.to = to;
    this.type = type;
  }

  @Override
  public void run(VectorRegisters lanes) {
    double[] results = lanes.values[to];
    long missing = lanes.live;
    long failed = 0;
    for (int register : from) {
      missing &= lanes.missing[register];
      failed |= lanes.failed[register];
    }
    for (int row = 0; row < lanes.rows; row++) {
      double result = of(lanes, row);
      results[row] = result;
      failed |= Double.isNaN(result) ? ~missing & 1L << row : 0;
    }
    lanes.missing[to] = missing;
    lanes.failed[to] = failed & lanes.live;
  }

  private double of(VectorRegisters lanes, int row) {
    double result = Double.NaN;
    int count = 0;
    for (int register : from) {
      if ((lanes.missing[register] >>> row & 1) == 0) {
        double value = lanes.values[register][row];
        count++;
        result = count == 1 ? value : next(result, value, count);
      }
    }
    return switch (type) {
      case FLOAT -> (float) result + 0.0;
      case INTEGER -> Types.isWhole(result) ? result : Double.NaN;
      default -> result + 0.0;
    };
  }

  private double next(double result, double value, int count) {
    return switch (function) {
      case PMMLFunctions.MIN -> Math.min(result, value);
      case PMMLFunctions.MAX -> Math.max(result, value);
      case PMMLFunctions.SUM -> result + value;
      case PMMLFunctions.PRODUCT -> result * value;
      default -> result + (value - result) / count;
    };
  }
}
