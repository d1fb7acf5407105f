package dev.almanac.testing;

import dev.almanac.core.spec.JdbcSpec;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The one PostgreSQL of a test JVM: its binaries come as a jar. It starts at the first call and
 * ends with the JVM. The server refuses to be run by root, so where root runs the tests it gets a
 * user namespace of its own ({@code unshare -U}).
 */
public final class PostgresServer {
  public static final String USER = "almanac";
  public static final String PASSWORD = "sesame-7";

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** A server with a schema {@code ml} and a user who has to say a password. */
  public static PostgresServer get() {
    return Holder.SERVER;
  }

  /** Started lazily and once, guarded by class initialisation. */
  private static final class Holder {
    private static final PostgresServer SERVER = start();
  }

  private static PostgresServer start() {
    try {
      Path data = Files.createTempDirectory("almanac-postgres").resolve("data");
      PostgresServer started =
          new PostgresServer(
              EmbeddedPostgres.builder()
                  .setDataDirectory(data)
                  .setCleanDataDirectory(false)
                  .setServerConfig("fsync", "off")
                  .start());
      Files.writeString(
          data.resolve("pg_hba.conf"),
          "host all %s all scram-sha-256%nhost all all all trust%nlocal all all trust%n"
              .formatted(USER));
      started.run(
          "SET password_encryption = 'scram-sha-256'",
          "CREATE USER %s PASSWORD '%s'".formatted(USER, PASSWORD),
          "CREATE SCHEMA ml AUTHORIZATION " + USER,
          "SELECT pg_reload_conf()");
      return started;
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "PostgreSQL does not start. It is never run by root: run the tests as another user, or"
              + " where `unshare -U id -u` works, which takes kernel.unprivileged_userns_clone=1 or"
              + " a container that may make namespaces",
          e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** A table of the server. */
  public JdbcSpec spec(String table) {
    return spec(table, true);
  }

  public JdbcSpec spec(String table, boolean createTable) {
    return spec(port(), PASSWORD, table, createTable);
  }

  /** A table of a server at a port of this machine. */
  public static JdbcSpec spec(int port, String password, String table, boolean createTable) {
    return new JdbcSpec(
        String.format(Locale.ROOT, "jdbc:postgresql://localhost:%d/postgres", port),
        Optional.of(USER),
        Optional.of(password),
        table,
        createTable,
        1L << 20,
        Duration.ofSeconds(5),
        Duration.ofSeconds(60));
  }

  /** A connection of the user. */
  public Connection open() throws SQLException {
    return server.getDatabase(USER, "postgres", Map.of("password", PASSWORD)).getConnection();
  }

  /** Runs statements as the owner of the server. */
  public void run(String... statements) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows of a query, values as text joined by blanks, times in UTC. */
  public List<String> rows(String query) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      try (ResultSet found = statement.executeQuery(query)) {
        return rows(found);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> rows(ResultSet found) throws SQLException {
    List<String> rows = new ArrayList<>();
    int columns = found.getMetaData().getColumnCount();
    while (found.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        cells.add(String.valueOf(found.getString(i)));
      }
      rows.add(String.join(" ", cells));
    }
    return rows;
  }
}
