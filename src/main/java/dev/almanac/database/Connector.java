package dev.almanac.database;

import dev.almanac.core.spec.JdbcSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections to the database. */
@FunctionalInterface
interface Connector {
  /** Time added to a statement's own limit, for a network that loses the response. */
  int GRACE_SECONDS = 60;

  /** A new connection; the caller closes it. */
  Connection open() throws SQLException;

  /**
   * Uses the driver directly: {@link java.sql.DriverManager} does not list drivers that
   * spark-submit loads.
   */
  static Connector of(JdbcSpec target) {
    return () -> {
      Properties settings = new Properties();
      target.user().ifPresent(user -> PGProperty.USER.set(settings, user));
      target.password().ifPresent(password -> PGProperty.PASSWORD.set(settings, password));
      int connect = Math.toIntExact(target.connectTimeout().toSeconds());
      PGProperty.CONNECT_TIMEOUT.set(settings, connect);
      PGProperty.LOGIN_TIMEOUT.set(settings, connect);
      PGProperty.SOCKET_TIMEOUT.set(
          settings, Math.toIntExact(target.statementTimeout().toSeconds()) + GRACE_SECONDS);
      PGProperty.TCP_KEEP_ALIVE.set(settings, true);
      PGProperty.APPLICATION_NAME.set(settings, "almanac");
      Connection connection = new Driver().connect(target.url(), settings);
      if (connection == null) {
        throw new SQLException("the driver does not know the URL " + target.place(), "08001");
      }
      return connection;
    };
  }
}
