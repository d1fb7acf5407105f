package dev.almanac.database;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.JdbcSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports the forecasts of a run date into a PostgreSQL table, in one transaction: a reader sees
 * all of the old or all of the new rows. Exports of the same date wait for each other, and the
 * newest version of the forecast table wins, whatever their order. Thread-safe, also across
 * processes.
 */
public final class PostgresExporter {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresExporter.class);
  private static final int HEX_OF_LONG = 16;

  private final JdbcSpec target;
  private final Connector connector;

  /** Creates an exporter; opens no connection. */
  public PostgresExporter(JdbcSpec target) {
    this(target, Connector.of(target));
  }

  PostgresExporter(JdbcSpec target, Connector connector) {
    this.target = target;
    this.connector = connector;
  }

  /**
   * Replaces the table's rows of a run date by those of a publication. Repeating an export changes
   * nothing.
   *
   * @param rows evaluated once, after the table was checked
   * @throws AlmanacException COPY_MISMATCH if the table cannot hold the rows or contains others'
   *     rows; COPY_FAILED if the database fails; exceptions of {@code rows}. The table is then
   *     unchanged
   */
  public Copied copy(CopyRequest request, Supplier<? extends Iterator<? extends RowValues>> rows) {
    try {
      Connection connection = connector.open();
      try {
        return copy(connection, request, rows);
      } finally {
        close(connection);
      }
    } catch (SQLException e) {
      throw PostgresErrors.copying(target, e);
    }
  }

  private Copied copy(
      Connection connection,
      CopyRequest request,
      Supplier<? extends Iterator<? extends RowValues>> rows)
      throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    begin(connection);
    new TableCheck(connection, target, request).lacking();
    connection.rollback();
    Iterator<? extends RowValues> iterator = rows.get();
    // Starts reading the rows before the transaction begins.
    boolean any = iterator.hasNext();
    LOG.info("table={} date={} any={} copy begins", target.table(), request.date(), any);
    return copied(connection, request, iterator);
  }

  /** Closes the connection and ignores errors, since the transaction has ended. */
  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.info("a connection did not close: {}", e.getMessage());
    }
  }

  private Copied copied(
      Connection connection, CopyRequest request, Iterator<? extends RowValues> iterator)
      throws SQLException {
    Sql sql = new Sql(target, request);
    begin(connection);
    execute(connection, sql.createStaging());
    long rows =
        new RowStream(new CopyTextEncoder(request.columns()))
            .send(connection, sql.copyIn(), iterator);
    execute(connection, "ANALYZE " + Sql.STAGING);
    lock(connection, dateLock(request));
    makeFit(connection, request);
    OptionalLong newer = newer(connection, request, sql);
    if (newer.isPresent()) {
      connection.rollback();
      return Copied.overtaken(target.table(), newer.getAsLong());
    }
    Copied copied = merge(connection, request, sql, rows);
    write(connection, request, sql, rows);
    commit(connection, request, sql);
    return copied;
  }

  private Copied merge(Connection connection, CopyRequest request, Sql sql, long rows)
      throws SQLException {
    long before = 0;
    long removed;
    long written;
    try (PreparedStatement count = connection.prepareStatement(sql.countDate());
        PreparedStatement remove = connection.prepareStatement(sql.removeGone());
        PreparedStatement upsert = connection.prepareStatement(sql.upsert())) {
      count.setObject(1, request.date());
      try (ResultSet counted = count.executeQuery()) {
        if (counted.next()) {
          before = counted.getLong(1);
        }
      }
      remove.setObject(1, request.date());
      removed = remove.executeLargeUpdate();
      written = upsert.executeLargeUpdate();
    }
    long inserted = rows - (before - removed);
    return new Copied(
        target.table(), rows, inserted, written - inserted, removed, OptionalLong.empty());
  }

  /** Creates or alters the table if the target allows it; one export at a time in a schema. */
  private void makeFit(Connection connection, CopyRequest request) throws SQLException {
    TableCheck check = new TableCheck(connection, target, request);
    if (check.lacking().isEmpty()) {
      return;
    }
    lock(connection, "almanac tables " + target.schema());
    List<String> statements = check.lacking();
    for (String statement : statements) {
      execute(connection, statement);
    }
  }

  private OptionalLong newer(Connection connection, CopyRequest request, Sql sql)
      throws SQLException {
    try (PreparedStatement statement = booked(connection, request, sql);
        ResultSet found = statement.executeQuery()) {
      boolean newer =
          found.next()
              && found.getString(2).equals(request.source().id())
              && found.getLong(1) > request.source().version();
      return newer ? OptionalLong.of(found.getLong(1)) : OptionalLong.empty();
    }
  }

  private static PreparedStatement booked(Connection connection, CopyRequest request, Sql sql)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.readBook());
    statement.setString(1, sql.name());
    statement.setObject(2, request.date());
    return statement;
  }

  private static void write(Connection connection, CopyRequest request, Sql sql, long rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.writeBook())) {
      statement.setString(1, sql.name());
      statement.setObject(2, request.date());
      statement.setLong(3, rows);
      statement.setLong(4, request.source().version());
      statement.setString(5, request.source().id());
      statement.setString(6, request.source().location());
      statement.setString(7, request.by());
      statement.executeUpdate();
    }
  }

  /**
   * Commits. If the response is lost, checks whether the transaction was committed before failing.
   */
  private void commit(Connection connection, CopyRequest request, Sql sql) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (!landed(request, sql, e)) {
        throw e;
      }
      LOG.info("table={} date={} outcome=recovered", target.table(), request.date());
    }
  }

  private boolean landed(CopyRequest request, Sql sql, SQLException failure) {
    try {
      Connection other = connector.open();
      try {
        return landed(other, request, sql);
      } finally {
        close(other);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
      throw new AlmanacException(
          ErrorCode.COPY_FAILED,
          "the connection to %s was lost at the end of the copy, and cannot be opened again to see whether %s has it: %s.\nTo copy again is safe either way"
              .formatted(target.place(), target.table(), e.getMessage()),
          failure);
    }
  }

  private boolean landed(Connection other, CopyRequest request, Sql sql) throws SQLException {
    other.setAutoCommit(false);
    begin(other);
    // Blocks until the transaction with the lost response has ended.
    lock(other, dateLock(request));
    try (PreparedStatement statement = booked(other, request, sql);
        ResultSet found = statement.executeQuery()) {
      return found.next()
          && found.getLong(1) == request.source().version()
          && found.getString(2).equals(request.source().id())
          && found.getString(3).equals(request.by());
    }
  }

  private void begin(Connection connection) throws SQLException {
    execute(connection, "SET LOCAL statement_timeout = " + target.statementTimeout().toMillis());
  }

  private String dateLock(CopyRequest request) {
    return "almanac copy %s %s".formatted(target.table(), request.date());
  }

  /** Acquires the lock of a name, waiting if necessary; held until the transaction ends. */
  private static void lock(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_catalog.pg_advisory_xact_lock(?)")) {
      statement.setLong(
          1, Long.parseUnsignedLong(Digests.sha256(name).substring(0, HEX_OF_LONG), 16));
      statement.execute();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
