package dev.almanac.testing;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.UserDefinedType;

/** The type of a column that a hostile file would like to have loaded. */
public final class TrapType extends UserDefinedType<TrapType.Value> {
  /** What a column of it would hold. */
  public static final class Value {}

  private static final long serialVersionUID = 1L;

  /** Called by Spark when it reads a schema. */
  public TrapType() {
    TrapRecord.touch();
  }

  @Override
  public DataType sqlType() {
    return DataTypes.StringType;
  }

  @Override
  public Object serialize(Value value) {
    return "";
  }

  @Override
  public Value deserialize(Object value) {
    return new Value();
  }

  @Override
  public Class<Value> userClass() {
    return Value.class;
  }
}
