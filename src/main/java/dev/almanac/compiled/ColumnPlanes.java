package dev.almanac.compiled;

import java.util.HashMap;
import java.util.Map;

/** Numbers the split columns of a forest that {@link TopLevels} read, in order of first use. */
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
