package dev.almanac.lookup;

import dev.almanac.core.ForecastColumns;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.StructType;
import java.util.ArrayList;
import java.util.List;

/**
 * Key and value columns of a version of a table. Immutable.
 *
 * @param keys in the table's order
 * @param values in the table's order, without provenance columns
 */
record IndexLayout(List<IndexState.Column> keys, List<IndexState.Column> values) {
  IndexLayout {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  static IndexLayout of(StructType schema, List<String> keyNames) {
    List<IndexState.Column> keys = new ArrayList<>();
    List<IndexState.Column> values = new ArrayList<>();
    keyNames.forEach(name -> keys.add(column(schema, name)));
    for (String name : schema.fieldNames()) {
      if (!keyNames.contains(name) && !ForecastLookup.PROVENANCE.contains(name)) {
        values.add(column(schema, name));
      }
    }
    return new IndexLayout(keys, values);
  }

  private static IndexState.Column column(StructType schema, String name) {
    DataType type = schema.get(name).getDataType();
    int scale = type instanceof DecimalType decimal ? decimal.getScale() : 0;
    return new IndexState.Column(name, type.toString(), CellKind.of(type), scale);
  }

  KeyCodec keyCodec() {
    return keyCodec(keys);
  }

  static KeyCodec keyCodec(List<IndexState.Column> keys) {
    return new KeyCodec(
        keys.stream().map(IndexState.Column::kind).toList(),
        keys.stream().mapToInt(IndexState.Column::scale).toArray());
  }

  /** The provenance columns of a row, with the same types in every table. */
  static final List<String> ORIGIN =
      List.of(
          ForecastColumns.MODEL,
          ForecastColumns.MODEL_VERSION,
          ForecastColumns.RUN_ID,
          ForecastColumns.SCORED_AT,
          ForecastColumns.SOURCE_VERSION);
}
