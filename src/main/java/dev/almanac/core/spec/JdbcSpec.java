package dev.almanac.core.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The table of a PostgreSQL database that publications are copied into.
 *
 * @param url {@code jdbc:postgresql://host/database}, without user and password
 * @param user absent for what the driver takes then: the user of the process
 * @param password absent where none is needed, or stands in the user's {@code .pgpass}
 * @param table schema and table, such as {@code ml.flight_delay}
 * @param createTable whether the table is made where it is absent, and gets columns that it lacks
 * @param batchBytes of the forecast table's files that pass through the driver at a time
 * @param connectTimeout until a connection stands
 * @param statementTimeout of each statement; a wait for a lock is part of it
 */
public record JdbcSpec(
    String url,
    Optional<String> user,
    Optional<String> password,
    String table,
    boolean createTable,
    long batchBytes,
    Duration connectTimeout,
    Duration statementTimeout) {
  /** The longest name that PostgreSQL keeps, in bytes of UTF-8: it cuts off the rest in silence. */
  public static final int LONGEST_NAME = 63;

  private static final String PREFIX = "jdbc:postgresql:";
  private static final Pattern TABLE =
      Pattern.compile("[a-z_][a-z0-9_]{0,62}\\.[a-z_][a-z0-9_]{0,62}");

  /** An allow list: some of the driver's parameters name files to write or classes to load. */
  private static final Set<String> PARAMETERS =
      Set.of(
          "ssl",
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslNegotiation",
          "channelBinding",
          "gssEncMode",
          "kerberosServerName",
          "targetServerType",
          "hostRecheckSeconds",
          "loadBalanceHosts",
          "tcpKeepAlive",
          "ApplicationName",
          "prepareThreshold",
          "options");

  /**
   * @throws IllegalArgumentException if the URL is none of PostgreSQL, says more than where the
   *     database is, or the table is not called by schema and table
   */
  public JdbcSpec {
    checkUrl(url);
    checkTable(table);
  }

  /** Refuses what is no URL of a PostgreSQL database, or has a secret in it. */
  public static void checkUrl(String url) {
    if (!url.startsWith(PREFIX) || url.chars().anyMatch(c -> c <= ' ' || c == '@')) {
      throw new IllegalArgumentException(
          "is not a URL of PostgreSQL; write jdbc:postgresql://host:5432/database, user and password apart");
    }
    int question = url.indexOf('?');
    if (question < 0) {
      return;
    }
    for (String parameter : url.substring(question + 1).split("&", -1)) {
      String name = parameter.split("=", 2)[0];
      if (!PARAMETERS.contains(name)) {
        throw new IllegalArgumentException(
            name.equals("user") || name.contains("assword")
                ? "has '%s' in it, where it can be read; write user and password beside it"
                    .formatted(name)
                : "has a parameter that is not allowed here: it may have %s"
                    .formatted(String.join(", ", PARAMETERS.stream().sorted().toList())));
      }
    }
  }

  /** Refuses what is not a table of a schema. */
  public static void checkTable(String table) {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "is not a table of a schema; write schema.table, such as ml.flight_delay, in a-z 0-9 _");
    }
  }

  /** The schema. */
  public String schema() {
    return table.substring(0, table.indexOf('.'));
  }

  /** The table's name in its schema. */
  public String name() {
    return table.substring(table.indexOf('.') + 1);
  }

  /** Where the database is, for messages. */
  public String place() {
    int question = url.indexOf('?');
    return question < 0 ? url : url.substring(0, question);
  }

  /** Says nothing of the password. */
  @Override
  public String toString() {
    return "JdbcSpec[%s, %s]".formatted(place(), table);
  }
}
