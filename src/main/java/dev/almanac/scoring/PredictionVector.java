package dev.almanac.scoring;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column vector of computed values, backed by arrays on the heap. Public because code that Spark
 * generates calls these classes by name. Not thread-safe.
 */
public abstract sealed class PredictionVector extends ColumnVector {
  PredictionVector(DataType type) {
    super(type);
  }

  /** The class of the column vectors of a type. */
  static Class<? extends PredictionVector> of(DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return Texts.class;
    }
    if (type.equals(DataTypes.DoubleType)) {
      return Numbers.class;
    }
    return type.equals(DataTypes.IntegerType) ? Counts.class : ByText.class;
  }

  /** Texts, which are not copied. */
  public static final class Texts extends PredictionVector {
    private @Nullable UTF8String[] values = new UTF8String[0];

    Texts() {
      super(DataTypes.StringType);
    }

    @Override
    void clear(int rows) {
      if (values.length < rows) {
        values = new UTF8String[rows];
      } else {
        java.util.Arrays.fill(values, null);
      }
    }

    void set(int row, @Nullable UTF8String text) {
      values[row] = text;
    }

    @Override
    public boolean isNullAt(int row) {
      return values[row] == null;
    }

    @Override
    public UTF8String getUTF8String(int row) {
      UTF8String text = values[row];
      if (text == null) {
        throw new IllegalStateException("row " + row + " is null");
      }
      return text;
    }
  }

  /** Finite numbers; NaN represents null. */
  public static final class Numbers extends PredictionVector {
    private double[] values = new double[0];

    Numbers() {
      super(DataTypes.DoubleType);
    }

    @Override
    void clear(int rows) {
      if (values.length < rows) {
        values = new double[rows];
      }
      java.util.Arrays.fill(values, Double.NaN);
    }

    void set(int row, double number) {
      values[row] = number;
    }

    @Override
    public boolean isNullAt(int row) {
      return Double.isNaN(values[row]);
    }

    @Override
    public double getDouble(int row) {
      return values[row];
    }

    @Override
    public double[] getDoubles(int from, int count) {
      return java.util.Arrays.copyOfRange(values, from, from + count);
    }
  }

  /** Positive whole numbers; 0 represents null. */
  public static final class Counts extends PredictionVector {
    private int[] values = new int[0];

    Counts() {
      super(DataTypes.IntegerType);
    }

    @Override
    void clear(int rows) {
      if (values.length < rows) {
        values = new int[rows];
      }
      java.util.Arrays.fill(values, 0);
    }

    void set(int row, int number) {
      values[row] = number;
    }

    @Override
    public boolean isNullAt(int row) {
      return values[row] == 0;
    }

    @Override
    public int getInt(int row) {
      return values[row];
    }
  }

  /** MAP from a fixed list of texts to numbers. */
  public static final class ByText extends PredictionVector {
    private final Repeated keys;
    private final Numbers values = new Numbers();
    private final int size;

    ByText(UTF8String[] keys) {
      super(DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false));
      this.keys = new Repeated(keys);
      this.size = keys.length;
    }

    @Override
    void clear(int rows) {
      values.clear(rows * size);
    }

    void set(int row, int key, double number) {
      values.set(row * size + key, number);
    }

    @Override
    public boolean isNullAt(int row) {
      return values.isNullAt(row * size);
    }

    @Override
    public ColumnarMap getMap(int row) {
      return new ColumnarMap(keys, values, row * size, size);
    }
  }

  /** The fixed list of keys, repeated for every row. */
  private static final class Repeated extends PredictionVector {
    private final UTF8String[] texts;

    Repeated(UTF8String[] texts) {
      super(DataTypes.StringType);
      this.texts = texts;
    }

    @Override
    void clear(int rows) {}

    @Override
    public boolean isNullAt(int row) {
      return false;
    }

    @Override
    public UTF8String getUTF8String(int row) {
      return texts[row % texts.length];
    }
  }

  /** Resizes to a number of rows, all of them null. */
  abstract void clear(int rows);

  @Override
  public void close() {}

  @Override
  public boolean hasNull() {
    return true;
  }

  /** Not counted: Spark reads it only where {@link #hasNull} is false. */
  @Override
  public int numNulls() {
    throw none();
  }

  @Override
  public boolean getBoolean(int row) {
    throw none();
  }

  @Override
  public byte getByte(int row) {
    throw none();
  }

  @Override
  public short getShort(int row) {
    throw none();
  }

  @Override
  public int getInt(int row) {
    throw none();
  }

  @Override
  public long getLong(int row) {
    throw none();
  }

  @Override
  public float getFloat(int row) {
    throw none();
  }

  @Override
  public double getDouble(int row) {
    throw none();
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw none();
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw none();
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw none();
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw none();
  }

  @Override
  public byte[] getBinary(int row) {
    throw none();
  }

  @Override
  public ColumnVector getChild(int child) {
    throw none();
  }

  private UnsupportedOperationException none() {
    return new UnsupportedOperationException("not of " + dataType().sql());
  }
}
