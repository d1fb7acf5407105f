package dev.almanac.database;

import dev.almanac.core.spec.JdbcSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** SQL statements of an export. All names are quoted, which keeps their case. */
final class Sql {
  /** The staging table, which is local to the connection and dropped when the transaction ends. */
  static final String STAGING = "pg_temp.almanac_rows";

  private static final String BOOK = "almanac_copies";

  private final JdbcSpec target;
  private final CopyRequest request;

  Sql(JdbcSpec target, CopyRequest request) {
    this.target = target;
    this.request = request;
  }

  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  String table() {
    return quoted(target.schema()) + "." + quoted(target.name());
  }

  /** The table that records exports. */
  String book() {
    return quoted(target.schema()) + "." + quoted(BOOK);
  }

  /** The exported table's name in that record. */
  String name() {
    return target.name();
  }

  static String bookName() {
    return BOOK;
  }

  List<String> createTable() {
    String columns =
        request.columns().stream()
            .map(
                column ->
                    "  "
                        + column.quoted()
                        + " "
                        + column.type()
                        + (request.identity().contains(column.name()) ? " NOT NULL" : ""))
            .collect(Collectors.joining(",\n"));
    return List.of(
        "CREATE TABLE %s (\n%s,\n  PRIMARY KEY (%s)\n)"
            .formatted(table(), columns, names(request.identity())),
        "CREATE INDEX ON %s (%s)".formatted(table(), quoted(request.dateColumn())),
        "COMMENT ON TABLE %s IS %s"
            .formatted(
                table(),
                literal(
                    "Forecasts, copied by Almanac: one row for each %s and %s. Each date is replaced whole; %s.%s says what was copied when."
                        .formatted(
                            String.join(", ", request.keys()),
                            request.dateColumn(),
                            target.schema(),
                            BOOK))));
  }

  List<String> createBook() {
    return List.of(
        """
        CREATE TABLE %s (
          table_name text NOT NULL,
          run_date date NOT NULL,
          rows bigint NOT NULL,
          source_version bigint NOT NULL,
          source_id text NOT NULL,
          location text NOT NULL,
          copied_by text NOT NULL,
          copied_at timestamp with time zone NOT NULL DEFAULT now(),
          PRIMARY KEY (table_name, run_date)
        )"""
            .formatted(book()),
        "COMMENT ON TABLE %s IS %s"
            .formatted(
                book(),
                literal(
                    "Kept by Almanac: which state of which forecast table each date of a table was copied from. Do not change it by hand.")));
  }

  String addColumn(CopyColumn column) {
    return "ALTER TABLE %s ADD COLUMN %s %s".formatted(table(), column.quoted(), column.type());
  }

  String addKey() {
    return "ALTER TABLE %s ADD PRIMARY KEY (%s)".formatted(table(), names(request.identity()));
  }

  String createStaging() {
    return "CREATE TEMPORARY TABLE almanac_rows (%s) ON COMMIT DROP"
        .formatted(
            request.columns().stream()
                .map(column -> column.quoted() + " " + column.type())
                .collect(Collectors.joining(", ")));
  }

  String copyIn() {
    return "COPY %s (%s) FROM STDIN".formatted(STAGING, columns());
  }

  /** Deletes rows of the run date that are not in the staging table. */
  String removeGone() {
    String same =
        request.keys().stream()
            .map(key -> "s.%1$s = t.%1$s".formatted(quoted(key)))
            .collect(Collectors.joining(" AND "));
    return "DELETE FROM %s AS t WHERE t.%s = ? AND NOT EXISTS (SELECT FROM %s AS s WHERE %s)"
        .formatted(table(), quoted(request.dateColumn()), STAGING, same);
  }

  String countDate() {
    return "SELECT count(*) FROM %s WHERE %s = ?".formatted(table(), quoted(request.dateColumn()));
  }

  /** Inserts or updates rows. Unchanged rows are skipped, since writing them would cost as much. */
  String upsert() {
    List<String> values = new ArrayList<>();
    for (CopyColumn column : request.columns()) {
      if (!request.identity().contains(column.name())) {
        values.add(column.quoted());
      }
    }
    String into =
        "INSERT INTO %s AS t (%s) SELECT %s FROM %s ON CONFLICT (%s)"
            .formatted(table(), columns(), columns(), STAGING, names(request.identity()));
    if (values.isEmpty()) {
      return into + " DO NOTHING";
    }
    return into
        + " DO UPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)"
            .formatted(
                values.stream()
                    .map(name -> name + " = excluded." + name)
                    .collect(Collectors.joining(", ")),
                values.stream().map(name -> "t." + name).collect(Collectors.joining(", ")),
                values.stream().map(name -> "excluded." + name).collect(Collectors.joining(", ")));
  }

  String writeBook() {
    return """
        INSERT INTO %s AS b (table_name, run_date, rows, source_version, source_id, location, copied_by)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (table_name, run_date) DO UPDATE SET
        rows = excluded.rows, source_version = excluded.source_version, source_id = excluded.source_id,
        location = excluded.location, copied_by = excluded.copied_by, copied_at = now()"""
        .formatted(book());
  }

  String readBook() {
    return "SELECT source_version, source_id, copied_by FROM %s WHERE table_name = ? AND run_date = ?"
        .formatted(book());
  }

  /** Reads the forecast tables that the exported table has rows of. */
  String readSources() {
    return "SELECT DISTINCT source_id, location FROM %s WHERE table_name = ?".formatted(book());
  }

  private String columns() {
    return names(request.columns().stream().map(CopyColumn::name).toList());
  }

  private static String names(List<String> names) {
    return names.stream().map(Sql::quoted).collect(Collectors.joining(", "));
  }
}
