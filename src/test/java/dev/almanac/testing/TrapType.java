package dev.almanac.testing;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.UserDefinedType;

/** The type of a column that a hostile file would like to have loaded. */
public final class TrapType extends UserDefinedType<String> {
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
  public Object serialize(String value) {
    return value;
  }

  @Override
  public String deserialize(Object value) {
    return value.toString();
  }

  @Override
  public Class<String> userClass() {
    return String.class;
  }
}
