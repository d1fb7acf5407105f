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
 * Count, mean and standard deviation of numbers, in one pass. The mean is from a sum in
 * double-double arithmetic, the deviation by Welford, and by Chan where two are merged.
 *
 * <p>The same numbers in the same order give the same bits. A merge is not commutative: the caller
 * fixes its order.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  private long count;
  private double sum;
  private double sumError;
  private double mean;
  private double squares;

  /**
   * Of columns, in one pass. Spark's own aggregates merge partitions in the order in which they
   * arrive; this one does in the order of the partitions.
   *
   * @param values DOUBLE; nulls are left out
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

  /** Adds the numbers of others behind these. */
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

  /** How many numbers there are. */
  public long count() {
    return count;
  }

  /** NaN without a number. */
  public double mean() {
    double all = sum + sumError;
    if (Double.isFinite(all)) {
      return all / count;
    }
    // The running mean stays finite where the sum of numbers of one sign overflows.
    return Double.isFinite(mean) ? mean : sum / count;
  }

  /** Of the numbers as a population; NaN without a number. */
  public double variance() {
    return squares / count;
  }

  /** Of the sample; 0 for fewer than two numbers. */
  public double deviation() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }

  /** Adds what rounding loses to the error, by Knuth. */
  private void addToSum(double value) {
    double rounded = sum + value;
    double added = rounded - sum;
    sumError += (sum - (rounded - added)) + (value - added);
    sum = rounded;
  }
}
