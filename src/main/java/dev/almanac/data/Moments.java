package dev.almanac.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Count, mean and standard deviation of numbers, in one pass. The mean uses a sum in double-double
 * arithmetic; the deviation uses Welford's algorithm, and Chan's for merging.
 *
 * <p>The same numbers in the same order give the same bits. Merging is not commutative: the caller
 * must fix the order.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  private long count;
  private double sum;
  private double sumError;
  private double mean;
  private double squares;

  /**
   * The moments of columns, in one pass. Spark's own aggregates merge partitions in the order of
   * arrival; this method merges them in the order of their numbers.
   *
   * @param values DOUBLE; nulls are ignored
   * @return one for each column
   */
  public static List<Moments> of(Dataset<Row> rows, List<Column> values) {
    Dataset<Row> numbers = rows.select(values.toArray(Column[]::new));
    int columns = values.size();
    Moments[] all = zeros(columns);
    ((org.apache.spark.sql.classic.Dataset<Row>) numbers)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(part -> List.of(read(part, columns)).iterator())
        .collect()
        .forEach(
            part -> {
              for (int i = 0; i < columns; i++) {
                all[i].merge(part.get(i));
              }
            });
    return List.of(all);
  }

  private static List<Moments> read(Iterator<InternalRow> rows, int columns) {
    Moments[] moments = zeros(columns);
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      for (int i = 0; i < columns; i++) {
        if (!row.isNullAt(i)) {
          moments[i].add(row.getDouble(i));
        }
      }
    }
    return Arrays.asList(moments);
  }

  private static Moments[] zeros(int columns) {
    return Stream.generate(Moments::new).limit(columns).toArray(Moments[]::new);
  }

  /** Adds a number. */
  public void add(double value) {
    count++;
    addToSum(value);
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }

  /** Adds the numbers of another object after these. */
  public void merge(Moments other) {
    if (other.count == 0) {
      return;
    }
    double share = other.count / ((double) count + other.count);
    double delta = other.mean - mean;
    squares += other.squares + (count == 0 ? 0 : delta * delta * count * share);
    mean = count == 0 ? other.mean : mean + delta * share;
    count += other.count;
    addToSum(other.sum);
    sumError += other.sumError;
  }

  /** The number of numbers. */
  public long count() {
    return count;
  }

  /** The mean; NaN if there are no numbers. */
  public double mean() {
    double all = sum + sumError;
    if (Double.isFinite(all)) {
      return all / count;
    }
    // The running mean stays finite if the sum of numbers of the same sign overflows.
    return Double.isFinite(mean) ? mean : sum / count;
  }

  /** The population variance; NaN if there are no numbers. */
  public double variance() {
    return squares / count;
  }

  /** The sample standard deviation; 0 for fewer than two numbers. */
  public double deviation() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }

  /** Adds to the sum and its rounding error to the compensation, by Knuth's two-sum. */
  private void addToSum(double value) {
    double rounded = sum + value;
    double added = rounded - sum;
    sumError += (sum - (rounded - added)) + (value - added);
    sum = rounded;
  }
}
