package dev.almanac.data;

import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.SplitSpec;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Splits rows into training and holdout. */
public final class Splitter {
  /** Up to this many rows the share of a time split is exact; above it, to a ten-thousandth. */
  private static final long EXACT_ROWS = 4_000_000;

  private static final long BUCKETS = 1L << 32;

  /**
   * Training and holdout rows, which are disjoint.
   *
   * @param trainRows number of training rows
   * @param holdoutRows number of holdout rows
   */
  public record Parts(Dataset<Row> train, Dataset<Row> holdout, long trainRows, long holdoutRows) {
    /**
     * Splits rows by a boolean column, and counts both parts in one pass; rows for which {@code
     * held} is null are in neither.
     */
    static Parts of(Dataset<Row> rows, Column held) {
      Row found = rows.select(count_if(not(held)), count_if(held)).head();
      return new Parts(
          rows.filter(not(held)), rows.filter(held), found.getLong(0), found.getLong(1));
    }

    /** Whether a part has no rows. */
    boolean isOneEmpty() {
      return trainRows == 0 || holdoutRows == 0;
    }
  }

  private Splitter() {}

  /** The column of a split, if it has one. */
  public static Optional<String> column(SplitSpec split) {
    if (split instanceof SplitSpec.ByTime byTime) {
      return Optional.of(byTime.column());
    }
    if (split instanceof SplitSpec.ByKey byKey) {
      return Optional.of(byKey.column());
    }
    return split instanceof SplitSpec.ByColumn byColumn
        ? Optional.of(byColumn.column())
        : Optional.empty();
  }

  /** The time column of a split, if it is by time. */
  public static Optional<String> timeColumn(SplitSpec split) {
    return split instanceof SplitSpec.ByTime byTime
        ? Optional.of(byTime.column())
        : Optional.empty();
  }

  /**
   * A split of the same kind with another share; a split by a marker column becomes a random one.
   */
  static SplitSpec again(SplitSpec split, double share) {
    if (split instanceof SplitSpec.ByKey byKey) {
      return new SplitSpec.ByKey(byKey.column(), share);
    }
    return split instanceof SplitSpec.ByTime byTime
        ? new SplitSpec.ByTime(byTime.column(), Optional.empty(), share)
        : new SplitSpec.Random(share);
  }

  /** A BIGINT drawn for each row; rows that must stay together have the same. */
  static Column draw(StructType schema, SplitSpec split, long seed) {
    return split instanceof SplitSpec.ByKey byKey
        ? xxhash64(lit(seed), ColumnLookup.named(byKey.column()))
        : RowDigest.of(schema, seed);
  }

  /**
   * Checks that a table supports a split.
   *
   * @throws AlmanacException MISSING_COLUMN, or WRONG_TYPE if the column's type does not support it
   */
  public static void check(StructType schema, SplitSpec split) {
    Optional<String> column = column(split);
    if (column.isEmpty()) {
      return;
    }
    ModelInput.requireColumns(schema, List.of(column.get()));
    DataType type = schema.apply(column.get()).dataType();
    if (split instanceof SplitSpec.ByTime) {
      requireTime(type, "split", column.get());
    } else if (!RowDigest.hashable(type)
        || (split instanceof SplitSpec.ByColumn && ModelInput.fieldType(type).isEmpty())) {
      throw new AlmanacException(
          ErrorCode.WRONG_TYPE,
          "the split column '%s' is %s, and such values cannot be compared.\nTurn it into a text or a number in the job's query."
              .formatted(column.get(), type.sql()));
    }
  }

  /**
   * Checks that a column is a DATE or TIMESTAMP.
   *
   * @param what the column's purpose, in one word
   * @throws AlmanacException WRONG_TYPE
   */
  public static void requireTime(DataType type, String what, String column) {
    if (!type.equals(DataTypes.DateType)
        && !type.equals(DataTypes.TimestampType)
        && !type.equals(DataTypes.TimestampNTZType)) {
      throw new AlmanacException(
          ErrorCode.WRONG_TYPE,
          "the %s column '%s' is %s, and a %s by time needs a DATE or a TIMESTAMP.\nTurn it into one in the job's query, such as to_date(%s)."
              .formatted(what, column, type.sql(), what, ExactNames.inQuery(column)));
    }
  }

  /**
   * Splits the rows. The same rows and seed give the same parts, whatever the rows' order and
   * partitions; identical rows are in the same part. A row whose split column is null is in neither
   * part.
   *
   * @throws AlmanacException BAD_SPLIT if a part is empty, MISSING_COLUMN or WRONG_TYPE
   */
  public static Parts split(Dataset<Row> rows, SplitSpec split, long seed) {
    check(rows.schema(), split);
    if (split instanceof SplitSpec.ByTime byTime) {
      return byTime(rows, byTime);
    }
    if (split instanceof SplitSpec.ByColumn byColumn) {
      return byColumn(rows, byColumn);
    }
    Column draw = draw(rows.schema(), split, seed);
    if (split instanceof SplitSpec.ByKey byKey) {
      return drawn(
          rows.filter(ColumnLookup.named(byKey.column()).isNotNull()),
          below(draw, byKey.holdout()),
          "split by the key '%s' with holdout = %s".formatted(byKey.column(), byKey.holdout()));
    }
    double share = ((SplitSpec.Random) split).holdout();
    return drawn(rows, below(draw, share), "random split with holdout = " + share);
  }

  private static Column below(Column digest, double share) {
    return pmod(digest, lit(BUCKETS)).lt(lit((long) (share * BUCKETS)));
  }

  private static Parts drawn(Dataset<Row> rows, Column held, String how) {
    Parts parts = Parts.of(rows, held);
    if (parts.isOneEmpty()) {
      throw new AlmanacException(
          ErrorCode.BAD_SPLIT,
          "a %s leaves %s of %s rows with no %s part.\nUse more rows or another share."
              .formatted(
                  how,
                  parts.trainRows() == 0 ? "all" : "none",
                  Text.grouped(parts.trainRows() + parts.holdoutRows()),
                  parts.trainRows() == 0 ? "training" : "holdout"));
    }
    return parts;
  }

  private static Parts byColumn(Dataset<Row> rows, SplitSpec.ByColumn split) {
    Column value = ColumnLookup.named(split.column()).cast(DataTypes.StringType);
    Column held = value.isin(split.values().toArray());
    Parts parts = Parts.of(rows, held);
    if (parts.isOneEmpty()) {
      List<String> found =
          rows
              .select(value.as("v"))
              .filter("v is not null")
              .distinct()
              .orderBy("v")
              .limit(10)
              .collectAsList()
              .stream()
              .map(row -> "'" + Text.printable(row.getString(0)) + "'")
              .toList();
      throw new AlmanacException(
          ErrorCode.BAD_SPLIT,
          "a split by '%s' with values = %s leaves %s: the column's values are %s.\nName some of these values, and not all."
              .formatted(
                  split.column(),
                  split.values(),
                  parts.holdoutRows() == 0 ? "the holdout empty" : "nothing to learn from",
                  String.join(", ", found)));
    }
    return parts;
  }

  private static Parts byTime(Dataset<Row> rows, SplitSpec.ByTime split) {
    DataType type = rows.schema().apply(split.column()).dataType();
    Column time = ordinal(split.column(), type);
    Column held =
        split.from().isPresent()
            ? time.geq(lit(ordinal(split.from().get(), type)))
            : heldByShare(rows, time, split.holdout());
    Parts parts = Parts.of(rows, held);
    if (parts.isOneEmpty()) {
      throw emptyPart(split, rows, parts);
    }
    return parts;
  }

  /**
   * The rows after the instant at which the training share is reached; or from that instant on, if
   * it is the last one. Rows of one instant stay together, since they may leak information about
   * each other.
   */
  private static Column heldByShare(Dataset<Row> rows, Column time, double holdout) {
    Dataset<Row> times = rows.select(time.as("t")).filter("t is not null");
    String statistic =
        times.count() <= EXACT_ROWS
            ? "percentile_disc(%s) within group (order by t)"
            : "percentile_approx(t, %s, 10000)";
    Row found =
        times
            .select(
                expr(statistic.formatted(String.format(Locale.ROOT, "%.9fD", 1 - holdout)))
                    .cast(DataTypes.LongType),
                max("t"))
            .head();
    if (found.isNullAt(0)) {
      return lit(false);
    }
    long cut = found.getLong(0);
    return cut < found.getLong(1) ? time.gt(lit(cut)) : time.geq(lit(cut));
  }

  private static AlmanacException emptyPart(
      SplitSpec.ByTime split, Dataset<Row> rows, Parts parts) {
    Column time = ColumnLookup.named(split.column());
    Row found =
        rows.select(min(time).cast(DataTypes.StringType), max(time).cast(DataTypes.StringType))
            .head();
    String where =
        split.from().isPresent()
            ? "with from = " + split.from().get()
            : "with holdout = " + split.holdout();
    String empty =
        parts.trainRows() == 0 && parts.holdoutRows() == 0
            ? "both parts empty"
            : parts.holdoutRows() == 0 ? "the holdout empty" : "nothing to learn from";
    return new AlmanacException(
        ErrorCode.BAD_SPLIT,
        "a split by '%s' %s leaves %s: its values go from %s to %s (UTC).\nMove the split to a time inside that range, or read more rows."
            .formatted(split.column(), where, empty, found.get(0), found.get(1)));
  }

  /** Days or microseconds since 1970 UTC, as one type for DATE and TIMESTAMP. */
  private static Column ordinal(String column, DataType type) {
    Column time = ColumnLookup.named(column);
    return type.equals(DataTypes.DateType)
        ? unix_date(time).cast(DataTypes.LongType)
        : unix_micros(time.cast(DataTypes.TimestampType));
  }

  private static long ordinal(LocalDate date, DataType type) {
    return type.equals(DataTypes.DateType)
        ? date.toEpochDay()
        : TimeUnit.SECONDS.toMicros(date.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
  }
}
