package dev.almanac.lookup;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultBinaryVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultBooleanVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultDoubleVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultFloatVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultIntVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultLongVector;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Builder of a column vector from the cells of one plain column, as the Parquet library decodes
 * them. A dictionary text is converted to bytes once. Not thread-safe.
 */
abstract class ColumnVectorBuilder extends PrimitiveConverter {
  /** The current row. */
  int row;

  private boolean @Nullable [] nulls;
  private @Nullable Dictionary dictionary;

  /** Whether columns of a type can be read this way, if their files use the current form. */
  static boolean takes(DataType type) {
    return name(type).isPresent();
  }

  /** Whether a column of a file can be read this way. */
  static boolean takes(DataType type, Type written) {
    if (!written.isPrimitive() || written.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    PrimitiveTypeName as = written.asPrimitiveType().getPrimitiveTypeName();
    return as == PrimitiveTypeName.INT96
        ? type instanceof TimestampType
        : name(type).filter(as::equals).isPresent()
            && agrees(type, written.getLogicalTypeAnnotation());
  }

  private static Optional<PrimitiveTypeName> name(DataType type) {
    PrimitiveTypeName name = null;
    if (type instanceof StringType || type instanceof BinaryType) {
      name = PrimitiveTypeName.BINARY;
    } else if (type instanceof LongType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType) {
      name = PrimitiveTypeName.INT64;
    } else if (type instanceof IntegerType || type instanceof DateType) {
      name = PrimitiveTypeName.INT32;
    } else if (type instanceof DoubleType) {
      name = PrimitiveTypeName.DOUBLE;
    } else if (type instanceof FloatType) {
      name = PrimitiveTypeName.FLOAT;
    } else if (type instanceof BooleanType) {
      name = PrimitiveTypeName.BOOLEAN;
    }
    return Optional.ofNullable(name);
  }

  private static boolean agrees(DataType type, @Nullable LogicalTypeAnnotation written) {
    if (type instanceof StringType || type instanceof BinaryType) {
      return written == null || written.equals(LogicalTypeAnnotation.stringType());
    } else if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return written instanceof TimestampLogicalTypeAnnotation time
          && time.getUnit() == LogicalTypeAnnotation.TimeUnit.MICROS;
    } else if (type instanceof DateType) {
      return LogicalTypeAnnotation.dateType().equals(written);
    } else if (type instanceof LongType) {
      return written == null || written.equals(LogicalTypeAnnotation.intType(64, true));
    } else if (type instanceof IntegerType) {
      return written == null || written.equals(LogicalTypeAnnotation.intType(32, true));
    }
    return written == null;
  }

  /** The builder of a supported column. */
  static ColumnVectorBuilder of(DataType type, Type written) {
    return switch (written.asPrimitiveType().getPrimitiveTypeName()) {
      case BINARY -> new Texts(type);
      case INT64 -> new Longs(type);
      case INT96 -> new Instants(type);
      case INT32 -> new Ints(type);
      case DOUBLE -> new Doubles();
      case FLOAT -> new Floats();
      case BOOLEAN -> new Booleans();
      default -> throw new IllegalStateException("no cells of " + type);
    };
  }

  /** Reads the next rows of the column. */
  final ColumnVector read(ColumnReader column, int rows) {
    nulls = null;
    begin(rows);
    int there = column.getDescriptor().getMaxDefinitionLevel();
    for (row = 0; row < rows; row++) {
      if (column.getCurrentDefinitionLevel() == there) {
        column.writeCurrentValueToConverter();
      } else {
        if (nulls == null) {
          nulls = new boolean[rows];
        }
        nulls[row] = true;
      }
      column.consume();
    }
    return end(rows, Optional.ofNullable(nulls));
  }

  abstract void begin(int rows);

  abstract ColumnVector end(int rows, Optional<boolean[]> without);

  /** Adds the value of a dictionary entry. */
  abstract void add(Dictionary from, int id);

  @Override
  public final boolean hasDictionarySupport() {
    return true;
  }

  @Override
  public void setDictionary(Dictionary ofPages) {
    dictionary = ofPages;
  }

  @Override
  public final void addValueFromDictionary(int id) {
    add(Objects.requireNonNull(dictionary), id);
  }

  private static final class Texts extends ColumnVectorBuilder {
    private final DataType type;
    private byte[][] values = {};
    private byte[][] known = {};

    Texts(DataType type) {
      this.type = type;
    }

    @Override
    void begin(int rows) {
      values = new byte[rows][];
    }

    @Override
    public void addBinary(Binary value) {
      values[row] = value.getBytes();
    }

    @Override
    public void setDictionary(Dictionary ofPages) {
      super.setDictionary(ofPages);
      known = new byte[ofPages.getMaxId() + 1][];
      for (int i = 0; i < known.length; i++) {
        known[i] = ofPages.decodeToBinary(i).getBytes();
      }
    }

    @Override
    void add(Dictionary from, int id) {
      values[row] = known[id];
    }

    @Override
    ColumnVector end(int rows, Optional<boolean[]> without) {
      return new DefaultBinaryVector(type, rows, values);
    }
  }

  private static class Longs extends ColumnVectorBuilder {
    private final DataType type;
    private long[] values = {};

    Longs(DataType type) {
      this.type = type;
    }

    @Override
    void begin(int rows) {
      values = new long[rows];
    }

    @Override
    public void addLong(long value) {
      values[row] = value;
    }

    @Override
    void add(Dictionary from, int id) {
      addLong(from.decodeToLong(id));
    }

    @Override
    ColumnVector end(int rows, Optional<boolean[]> without) {
      return new DefaultLongVector(type, rows, without, values);
    }
  }

  /**
   * INT96 timestamps, which Spark still writes: nanoseconds of the day in eight bytes and the
   * Julian day in four, little-endian; converted to microseconds since 1970. The logical types page
   * of the Parquet format defines INT96, and calls it deprecated.
   */
  private static final class Instants extends Longs {
    private static final int JULIAN_DAY_OF_1970 = 2_440_588;

    Instants(DataType type) {
      super(type);
    }

    @Override
    public void addBinary(Binary value) {
      addLong(micros(value));
    }

    @Override
    void add(Dictionary from, int id) {
      addBinary(from.decodeToBinary(id));
    }

    private static long micros(Binary value) {
      ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      long nanosOfDay = bytes.getLong();
      return TimeUnit.DAYS.toMicros(bytes.getInt() - JULIAN_DAY_OF_1970)
          + TimeUnit.NANOSECONDS.toMicros(nanosOfDay);
    }
  }

  private static final class Ints extends ColumnVectorBuilder {
    private final DataType type;
    private int[] values = {};

    Ints(DataType type) {
      this.type = type;
    }

    @Override
    void begin(int rows) {
      values = new int[rows];
    }

    @Override
    public void addInt(int value) {
      values[row] = value;
    }

    @Override
    void add(Dictionary from, int id) {
      addInt(from.decodeToInt(id));
    }

    @Override
    ColumnVector end(int rows, Optional<boolean[]> without) {
      return new DefaultIntVector(type, rows, without, values);
    }
  }

  private static final class Doubles extends ColumnVectorBuilder {
    private double[] values = {};

    @Override
    void begin(int rows) {
      values = new double[rows];
    }

    @Override
    public void addDouble(double value) {
      values[row] = value;
    }

    @Override
    void add(Dictionary from, int id) {
      addDouble(from.decodeToDouble(id));
    }

    @Override
    ColumnVector end(int rows, Optional<boolean[]> without) {
      return new DefaultDoubleVector(rows, without, values);
    }
  }

  private static final class Floats extends ColumnVectorBuilder {
    private float[] values = {};

    @Override
    void begin(int rows) {
      values = new float[rows];
    }

    @Override
    public void addFloat(float value) {
      values[row] = value;
    }

    @Override
    void add(Dictionary from, int id) {
      addFloat(from.decodeToFloat(id));
    }

    @Override
    ColumnVector end(int rows, Optional<boolean[]> without) {
      return new DefaultFloatVector(rows, without, values);
    }
  }

  private static final class Booleans extends ColumnVectorBuilder {
    private boolean[] values = {};

    @Override
    void begin(int rows) {
      values = new boolean[rows];
    }

    @Override
    public void addBoolean(boolean value) {
      values[row] = value;
    }

    @Override
    void add(Dictionary from, int id) {
      throw new IllegalStateException("booleans have no dictionary");
    }

    @Override
    ColumnVector end(int rows, Optional<boolean[]> without) {
      return new DefaultBooleanVector(rows, without, values);
    }
  }
}
