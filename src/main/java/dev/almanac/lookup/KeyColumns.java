package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Key columns of a forecast table, with their types. Immutable. */
final class KeyColumns {
  private final String path;
  private final Map<String, DataType> types = new LinkedHashMap<>();

  private KeyColumns(String path) {
    this.path = path;
  }

  /** The key columns of a table. */
  static KeyColumns of(String path, StructType schema, List<String> names) {
    KeyColumns keys = new KeyColumns(path);
    for (String name : names) {
      int index = schema.indexOf(name);
      if (index < 0) {
        throw LookupErrors.notOurs(
            path, "it has no column '" + Text.printable(name) + "', its key");
      }
      keys.types.put(name, schema.at(index).getDataType());
    }
    return keys;
  }

  /** The key columns of an index. */
  static KeyColumns of(IndexState state) {
    KeyColumns keys = new KeyColumns(state.table());
    for (IndexState.Column column : state.keys()) {
      keys.types.put(column.name(), column.kind().type(column.scale()));
    }
    return keys;
  }

  List<String> names() {
    return List.copyOf(types.keySet());
  }

  /**
   * The typed values of a key, in the table's order.
   *
   * @param key every key column by name, with its value as text
   * @throws AlmanacException BAD_OPTION if a column is missing, is not a key or does not match its
   *     type
   */
  Map<String, Object> typed(Map<String, String> key) {
    for (String name : key.keySet()) {
      if (!types.containsKey(name)) {
        throw bad(
            "'%s' is not a key column%s"
                .formatted(Text.printable(name), Text.didYouMean(name, types.keySet())));
      }
    }
    Map<String, Object> typed = new LinkedHashMap<>();
    types.forEach(
        (name, type) -> {
          String text = key.get(name);
          if (text == null) {
            throw bad("the key column '%s' is not given".formatted(name));
          }
          try {
            typed.put(name, KernelValues.parse(text, type));
          } catch (IllegalArgumentException e) {
            throw bad(
                "'%s' cannot be the key '%s': expected %s"
                    .formatted(Text.printable(text), name, e.getMessage()));
          }
        });
    return typed;
  }

  private AlmanacException bad(String what) {
    return new AlmanacException(
        ErrorCode.BAD_OPTION,
        "%s.\nThe keys of %s are: %s."
            .formatted(
                what,
                path,
                types.entrySet().stream()
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "))));
  }
}
