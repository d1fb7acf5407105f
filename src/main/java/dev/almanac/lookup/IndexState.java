package dev.almanac.lookup;

import java.util.List;

/**
 * State of a forecast index, stored in a file next to the database. Further content of the database
 * is left over from an interrupted load. Immutable.
 *
 * @param format of this file and of the bytes in the database
 * @param table the table's location
 * @param tableId Delta's id of the table, to detect a replaced table
 * @param version the table version
 * @param keys the key columns, in the table's order
 * @param values the columns that are neither keys nor provenance, in the table's order
 * @param renames whether columns of the table can be renamed, so that a name may change its meaning
 * @param schema the table's schema, as the table's log writes it
 * @param commit size and time of the version's file in the table's log, to recognize it
 * @param files the data files of the version, each with its sorted runs
 */
record IndexState(
    int format,
    String table,
    String tableId,
    long version,
    List<Column> keys,
    List<Column> values,
    boolean renames,
    String schema,
    String commit,
    List<DataFile> files) {
  /** Incremented with every change of the bytes; an index of another format is rebuilt. */
  static final int FORMAT = 1;

  IndexState {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
    files = List.copyOf(files);
  }

  /** Whether files of this state have the same meaning in another state of the table. */
  boolean agreesWith(IndexState other) {
    return table.equals(other.table)
        && tableId.equals(other.tableId)
        && keys.equals(other.keys)
        && (schema.equals(other.schema) || !(renames || other.renames));
  }

  /**
   * Whether a file's values can be read with this state's columns: those that it lacks are null.
   */
  boolean canCompare(DataFile file) {
    return values.containsAll(file.columns());
  }

  /**
   * A column.
   *
   * @param type the table's type
   * @param scale of a DECIMAL; 0 for others
   */
  record Column(String name, String type, CellKind kind, int scale) {}

  /**
   * A data file of the table, read and sorted.
   *
   * @param id its path, size, time and deletion vector
   * @param runDate of all its rows, as text
   * @param columns of the values of its rows
   * @param origins the origins that its rows refer to
   */
  record DataFile(
      String id, String runDate, List<Column> columns, List<Origin> origins, List<Run> runs) {
    DataFile {
      columns = List.copyOf(columns);
      origins = List.copyOf(origins);
      runs = List.copyOf(runs);
    }
  }

  /**
   * Rows sorted by their key.
   *
   * @param id the first four bytes of its keys in the database
   * @param first the smallest key, in hexadecimal digits
   * @param last the largest key, likewise
   */
  record Run(int id, long rows, String first, String last) {}

  /**
   * Provenance of forecasts.
   *
   * @param scoredAt microseconds since 1970
   */
  record Origin(
      String model, int modelVersion, String runId, long scoredAt, String sourceVersion) {}
}
