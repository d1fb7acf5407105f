package dev.almanac.job;

import static org.apache.spark.sql.functions.to_json;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.data.ExactNames;
import dev.almanac.database.CopyColumn;
import dev.almanac.database.RowValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Forecasts in PostgreSQL's types: column types and an iterator of rows. */
final class CopyRows {
  private static final String JSON = "jsonb";
  private static final Map<DataType, String> TYPES =
      Map.ofEntries(
          Map.entry(DataTypes.BooleanType, "boolean"),
          Map.entry(DataTypes.ByteType, "smallint"),
          Map.entry(DataTypes.ShortType, "smallint"),
          Map.entry(DataTypes.IntegerType, "integer"),
          Map.entry(DataTypes.LongType, "bigint"),
          Map.entry(DataTypes.FloatType, "real"),
          Map.entry(DataTypes.DoubleType, "double precision"),
          Map.entry(DataTypes.DateType, "date"),
          Map.entry(DataTypes.TimestampType, "timestamp with time zone"),
          Map.entry(DataTypes.TimestampNTZType, "timestamp without time zone"),
          Map.entry(DataTypes.BinaryType, "bytea"));

  private final Dataset<Row> rows;
  private final List<CopyColumn> columns;

  /**
   * Rows of a session of {@link #session}.
   *
   * @throws AlmanacException COPY_MISMATCH if PostgreSQL lacks a column's type
   */
  CopyRows(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    this.rows = rows.select(Arrays.stream(fields).map(CopyRows::plain).toArray(Column[]::new));
    this.columns = new ArrayList<>();
    for (StructField field : fields) {
      columns.add(new CopyColumn(field.name(), type(field)));
    }
  }

  /**
   * A session that reads in small partitions, of which one at a time passes through the driver, and
   * whose timestamps have microseconds.
   */
  static SparkSession session(SparkSession spark, long batchBytes) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.sql.files.maxPartitionBytes", batchBytes);
    session.conf().set("spark.sql.datetime.java8API.enabled", true);
    return session;
  }

  List<CopyColumn> columns() {
    return columns;
  }

  /** Iterates over all rows; they are read during the iteration. */
  Iterator<RowValues> iterator() {
    Iterator<Row> iterator = rows.toLocalIterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public RowValues next() {
        return iterator.next()::get;
      }
    };
  }

  private static Column plain(StructField field) {
    Column column = ExactNames.column(field.name());
    return isNested(field.dataType())
        ? to_json(column, Map.of("ignoreNullFields", "false")).as(field.name())
        : column;
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof MapType || type instanceof ArrayType;
  }

  private static String type(StructField field) {
    DataType type = field.dataType();
    if (isNested(type)) {
      return JSON;
    }
    if (type instanceof StringType) {
      return "text";
    }
    if (type instanceof DecimalType decimal) {
      return "numeric(" + decimal.precision() + "," + decimal.scale() + ")";
    }
    String known = TYPES.get(type);
    if (known == null) {
      throw new AlmanacException(
          ErrorCode.COPY_MISMATCH,
          "the column '%s' is %s, for which PostgreSQL has no type of ours; cast it in the job's query, or leave it out of score.pass-through"
              .formatted(Text.printable(field.name()), type.sql()));
    }
    return known;
  }
}
