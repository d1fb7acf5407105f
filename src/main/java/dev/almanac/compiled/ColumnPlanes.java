package dev.almanac.compiled;

import java.util.HashMap;
import java.util.Map;

/** Which columns of a forest {@link TopLevels}s ask for, numbered as they are asked for. */
final class ColumnPlanes {
  private final Map<Integer, Integer> planes = new HashMap<>();

  int plane(int column) {
    return planes.computeIfAbsent(column, added -> planes.size());
  }

  /** The columns by their numbers. */
  int[] columns() {
    int[] columns = new int[planes.size()];
    planes.forEach((column, plane) -> columns[plane] = column);
    return columns;
  }
}
