package dev.almanac.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classification of SQLSTATE classes (the first two characters of a SQLSTATE) and of the conditions
 * of Spark and Delta that differ from their class. The documentation of errors lists this table.
 */
final class SqlStates {
  /** The kind of each class. Spark and Delta use no other classes. */
  private static final Map<String, ErrorKind> CLASSES =
      Map.ofEntries(
          Map.entry("07", ErrorKind.QUERY), // dynamic SQL
          Map.entry("08", ErrorKind.TRANSIENT), // connection
          Map.entry("0A", ErrorKind.QUERY), // feature not supported
          Map.entry("0B", ErrorKind.BUG), // transaction begun twice
          Map.entry("21", ErrorKind.QUERY), // cardinality: a subquery with several rows
          Map.entry("22", ErrorKind.QUERY), // data: casts, division by zero, overflow
          Map.entry("23", ErrorKind.QUERY), // constraint or duplicate key
          Map.entry("25", ErrorKind.TRANSIENT), // transaction state
          Map.entry("28", ErrorKind.SOURCE), // rejected user or password
          Map.entry("2B", ErrorKind.QUERY), // dependent objects
          Map.entry("2D", ErrorKind.CONFLICT), // a concurrent transaction won
          Map.entry("38", ErrorKind.QUERY), // function of the user
          Map.entry("39", ErrorKind.QUERY), // call of a function of the user
          Map.entry("3D", ErrorKind.SOURCE), // no such catalog or database
          Map.entry("3F", ErrorKind.QUERY), // no such schema
          Map.entry("40", ErrorKind.CONFLICT), // transaction rolled back
          Map.entry("42", ErrorKind.QUERY), // syntax, names, types, rights
          Map.entry("44", ErrorKind.QUERY), // row outside of what may be written
          Map.entry("46", ErrorKind.QUERY), // class of a function
          Map.entry("51", ErrorKind.QUERY), // view that no longer fits its table
          Map.entry("53", ErrorKind.TRANSIENT), // memory, connections, disk
          Map.entry("54", ErrorKind.QUERY), // limit of Spark: too complex, too large
          Map.entry("55", ErrorKind.SOURCE), // table is not in the state that this needs
          Map.entry("56", ErrorKind.SOURCE), // codec or table feature that this Spark lacks
          Map.entry("57", ErrorKind.TRANSIENT), // resource not available, shutdown
          Map.entry("58", ErrorKind.TRANSIENT), // input and output
          Map.entry("F0", ErrorKind.SETTINGS), // configuration
          Map.entry("HV", ErrorKind.TRANSIENT), // database reached through Spark
          Map.entry("HY", ErrorKind.TRANSIENT), // cancelled
          Map.entry("KD", ErrorKind.SOURCE), // files and tables that are read
          Map.entry("P0", ErrorKind.QUERY), // raise_error and assert_true of the query
          Map.entry("XX", ErrorKind.BUG)); // internal error of Spark

  /** Conditions whose kind differs from their class's, including all subconditions. */
  private static final Map<ErrorKind, List<String>> EXCEPTIONS =
      Map.of(
          ErrorKind.SETTINGS,
          List.of("INVALID_CONF_VALUE", "CANNOT_MODIFY_CONFIG", "CANNOT_USE_KRYO"),
          ErrorKind.SOURCE,
          List.of(
              "MALFORMED_RECORD_IN_PARSING",
              "MALFORMED_CHARACTER_CODING",
              "MALFORMED_PROTOBUF_MESSAGE",
              "CANNOT_PARSE_JSON_FIELD",
              "INVALID_JSON_RECORD_TYPE",
              "INVALID_JSON_ROOT_FIELD",
              "AVRO_INCOMPATIBLE_READ_TYPE",
              "INVALID_VARIANT_FROM_PARQUET",
              "DATA_SOURCE_NOT_FOUND",
              "PATH_NOT_FOUND",
              "UNABLE_TO_INFER_SCHEMA",
              "INVALID_BUCKET_FILE",
              // corrupt Delta tables
              "DELTA_CHECKPOINT_SNAPSHOT_MISMATCH",
              "DELTA_DELETION_VECTOR_CARDINALITY_MISMATCH",
              "DELTA_DELETION_VECTOR_CHECKSUM_MISMATCH",
              "DELTA_DELETION_VECTOR_INVALID_ROW_INDEX",
              "DELTA_DELETION_VECTOR_SIZE_MISMATCH",
              "DELTA_FILE_NOT_FOUND",
              "DELTA_METADATA_ABSENT",
              "DELTA_MISSING_FILES_UNEXPECTED_VERSION",
              "DELTA_NUM_RECORDS_MISMATCH",
              "DELTA_STATE_RECOVER_ERROR",
              "DELTA_TXN_LOG_FAILED_INTEGRITY"),
          ErrorKind.QUERY,
          List.of("NONEXISTENT_FIELD_NAME_IN_LIST"),
          ErrorKind.TRANSIENT,
          List.of(
              "CHECKPOINT_RDD_BLOCK_ID_NOT_FOUND",
              "DATA_SOURCE_EXTERNAL_ERROR",
              "DELTA_SCHEMA_CHANGED",
              "DELTA_SCHEMA_CHANGED_WITH_VERSION",
              "DELTA_SCHEMA_CHANGE_SINCE_ANALYSIS",
              "INTERNAL_ERROR_BROADCAST",
              "INTERNAL_ERROR_EXECUTOR",
              "INTERNAL_ERROR_MEMORY",
              "INTERNAL_ERROR_NETWORK",
              "INTERNAL_ERROR_SHUFFLE",
              "INTERNAL_ERROR_STORAGE",
              "SPARK_JOB_CANCELLED"));

  private SqlStates() {}

  /** The conditions whose kind differs from their class's. */
  static List<String> exceptions() {
    return EXCEPTIONS.values().stream().flatMap(List::stream).toList();
  }

  /**
   * The kind of an error; empty if neither its condition nor its class is known.
   *
   * @param condition Spark's or Delta's name of the error, or an empty text
   * @param sqlState five characters, or an empty text
   */
  static Optional<ErrorKind> kind(String condition, String sqlState) {
    for (Map.Entry<ErrorKind, List<String>> entry : EXCEPTIONS.entrySet()) {
      if (entry.getValue().stream().anyMatch(name -> isOrBegins(condition, name))) {
        return Optional.of(entry.getKey());
      }
    }
    return sqlState.length() < 2
        ? Optional.empty()
        : Optional.ofNullable(CLASSES.get(sqlState.substring(0, 2)));
  }

  private static boolean isOrBegins(String condition, String name) {
    return condition.equals(name) || condition.startsWith(name + ".");
  }
}
