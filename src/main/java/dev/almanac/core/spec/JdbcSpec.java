package dev.almanac.core.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Target of an export: a table of a PostgreSQL database.
 *
 * @param url {@code jdbc:postgresql://host/database}, without user and password
 * @param user absent for the driver's default, which is the user of the process
 * @param password absent if none is needed or the user's {@code .pgpass} contains it
 * @param table schema and table, such as {@code ml.flight_delay}
 * @param createTable whether a missing table is created and missing columns are added
 * @param batchBytes bytes of the forecast table's files that the driver handles at a time
 * @param connectTimeout time limit for a connection
 * @param statementTimeout time limit of each statement, including waits for locks
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
  /** PostgreSQL's limit on names, in bytes of UTF-8: it silently truncates longer names. */
  public static final int LONGEST_NAME = 63;

  private static final String PREFIX = "jdbc:postgresql:";
  private static final Pattern TABLE =
      Pattern.compile("[a-z_][a-z0-9_]{0,62}\\.[a-z_][a-z0-9_]{0,62}");

  /**
   * Allow list of URL parameters: some of the driver's parameters name files to write or classes to
   * load.
   */
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
   * @throws IllegalArgumentException if the URL is not a PostgreSQL URL or has other parameters
   *     than the allowed ones, or the table has no schema
   */
  public JdbcSpec {
    checkUrl(url);
    checkTable(table);
  }

  /**
   * Checks that a text is a PostgreSQL URL without secrets.
   *
   * @throws IllegalArgumentException if it is not
   */
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

  /**
   * Checks that a text is a schema and a table.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static void checkTable(String table) {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "is not a table of a schema; write schema.table, such as ml.flight_delay, in a-z 0-9 _");
    }
  }

  /** The table's schema. */
  public String schema() {
    return table.substring(0, table.indexOf('.'));
  }

  /** The table's name without the schema. */
  public String name() {
    return table.substring(table.indexOf('.') + 1);
  }

  /** The location of the database, for messages. */
  public String place() {
    int question = url.indexOf('?');
    return question < 0 ? url : url.substring(0, question);
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return "JdbcSpec[%s, %s]".formatted(place(), table);
  }
}
