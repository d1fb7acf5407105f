package dev.almanac.database;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JdbcSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks whether a table of the database can hold the forecasts and belongs to this export. */
final class TableCheck {
  private static final String FIND =
      "SELECT c.oid, c.relkind FROM pg_catalog.pg_class c"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND c.relname = ?";
  private static final String COLUMNS =
      "SELECT attname, pg_catalog.format_type(atttypid, atttypmod),"
          + " attnotnull AND NOT atthasdef AND attidentity = ''"
          + " FROM pg_catalog.pg_attribute"
          + " WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum";

  /** Finds unique indexes, which an upsert requires. */
  private static final String UNIQUE =
      "SELECT i.indexrelid::text, a.attname FROM pg_catalog.pg_index i"
          + " JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid"
          + " AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])"
          + " WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid AND i.indimmediate"
          + " AND i.indpred IS NULL AND i.indexprs IS NULL";

  /** A column of the existing table. */
  private record There(String type, boolean wantsValue) {}

  /** The existing table. */
  private record Relation(String oid, String kind) {}

  private final Connection connection;
  private final JdbcSpec target;
  private final CopyRequest request;
  private final Sql sql;

  TableCheck(Connection connection, JdbcSpec target, CopyRequest request) {
    this.connection = connection;
    this.target = target;
    this.request = request;
    this.sql = new Sql(target, request);
  }

  /**
   * The statements to run before the table can hold the forecasts; usually none.
   *
   * @throws AlmanacException COPY_MISMATCH if it cannot, or contains others' rows
   */
  List<String> lacking() throws SQLException {
    List<String> lacking = new ArrayList<>();
    Optional<Relation> table = find(target.name());
    Optional<Relation> book = find(Sql.bookName());
    if (table.isEmpty()) {
      requireSchema();
      lacking.addAll(sql.createTable());
    } else {
      lacking.addAll(fitting(table.get()));
      requireOurs(book.isPresent());
    }
    if (book.isEmpty()) {
      lacking.addAll(sql.createBook());
    }
    if (!lacking.isEmpty() && !target.createTable()) {
      throw mismatch(
          table.isEmpty() ? "it is not there" : "something is missing",
          "publish.jdbc.create-table is false, so somebody else has to run:\n%s;"
              .formatted(String.join(";\n", lacking)));
    }
    return lacking;
  }

  private Optional<Relation> find(String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, target.schema());
      statement.setString(2, name);
      try (ResultSet found = statement.executeQuery()) {
        return found.next()
            ? Optional.of(new Relation(found.getString(1), found.getString(2)))
            : Optional.empty();
      }
    }
  }

  private void requireSchema() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT FROM pg_catalog.pg_namespace WHERE nspname = ? HAVING count(*) = 0")) {
      statement.setString(1, target.schema());
      try (ResultSet missing = statement.executeQuery()) {
        if (missing.next()) {
          throw mismatch(
              "there is no schema '%s'".formatted(target.schema()),
              "Run CREATE SCHEMA %s, and grant the user USAGE and CREATE in it."
                  .formatted(target.schema()));
        }
      }
    }
  }

  private List<String> fitting(Relation table) throws SQLException {
    if (!Set.of("r", "p").contains(table.kind())) {
      throw mismatch(
          "it is no table but a view or something else",
          "Name a table of its own in publish.jdbc.table.");
    }
    Map<String, There> there = columns(table.oid());
    List<String> lacking = new ArrayList<>();
    for (CopyColumn column : request.columns()) {
      There known = there.remove(column.name());
      if (known == null) {
        requireNoKey(column);
        lacking.add(sql.addColumn(column));
      } else if (!column.fits(known.type())) {
        throw mismatch(
            "its column '%s' is %s, that of the forecasts is %s"
                .formatted(column.name(), known.type(), column.type()),
            "Change it (ALTER TABLE %s ALTER COLUMN %s TYPE %s), cast the column in the job's query, or name another table."
                .formatted(sql.table(), column.quoted(), column.type()));
      }
    }
    there.forEach(
        (name, known) -> {
          if (known.wantsValue()) {
            throw mismatch(
                "it has the column '%s', which must not be null and is none of the forecasts"
                    .formatted(Text.printable(name)),
                "Give it a default, or name another table.");
          }
        });
    requireKey(table.oid());
    return lacking;
  }

  private void requireNoKey(CopyColumn column) {
    if (request.identity().contains(column.name())) {
      throw mismatch(
          "it has no column '%s', by which its rows are told apart".formatted(column.name()),
          "Name a table of its own in publish.jdbc.table.");
    }
  }

  private Map<String, There> columns(String oid) throws SQLException {
    Map<String, There> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, oid);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          columns.put(found.getString(1), new There(found.getString(2), found.getBoolean(3)));
        }
      }
    }
    return columns;
  }

  private void requireKey(String oid) throws SQLException {
    Map<String, Set<String>> indexes = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(UNIQUE)) {
      statement.setString(1, oid);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          indexes
              .computeIfAbsent(found.getString(1), index -> new LinkedHashSet<>())
              .add(found.getString(2));
        }
      }
    }
    if (!indexes.containsValue(Set.copyOf(request.identity()))) {
      throw mismatch(
          "it has no primary key or unique index of exactly the columns %s"
              .formatted(String.join(", ", request.identity())),
          "Run " + sql.addKey() + ", or name another table.");
    }
  }

  /** Rejects a table that has rows without an export record, or of another forecast table. */
  private void requireOurs(boolean booked) throws SQLException {
    boolean known = false;
    if (booked) {
      try (PreparedStatement statement = connection.prepareStatement(sql.readSources())) {
        statement.setString(1, sql.name());
        try (ResultSet found = statement.executeQuery()) {
          while (found.next()) {
            known = true;
            requireSame(found.getString(1), found.getString(2));
          }
        }
      }
    }
    if (!known && hasRows()) {
      throw mismatch(
          "it has rows that Almanac did not copy",
          "Name a table of its own in publish.jdbc.table, or empty this one.");
    }
  }

  /**
   * Compares the forecast table's id: it does not change if the table is moved, but does if the
   * table is recreated.
   */
  private void requireSame(String id, String location) {
    if (!id.equals(request.source().id()) && !location.equals(request.source().location())) {
      throw mismatch(
          "it has the forecasts of another table, %s".formatted(Text.printable(location, 500)),
          "Name a table for each forecast table in publish.jdbc.table. If these forecasts take the place of those: empty %s, and DELETE FROM %s WHERE table_name = '%s'."
              .formatted(sql.table(), sql.book(), sql.name()));
    }
  }

  private boolean hasRows() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT FROM %s LIMIT 1".formatted(sql.table()));
        ResultSet found = statement.executeQuery()) {
      return found.next();
    }
  }

  private AlmanacException mismatch(String what, String advice) {
    return new AlmanacException(
        ErrorCode.COPY_MISMATCH,
        "%s in %s cannot take the forecasts: %s.\n%s"
            .formatted(target.table(), target.place(), what, advice));
  }
}
