package dev.almanac.core.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Settings of the service, see {@code almanac serve}.
 *
 * @param host the listen address; a name or a number
 * @param port the port; 0 for a free port
 * @param folder local folder of the forecast indexes
 * @param refresh interval between checks of tables and registry
 * @param loadThreads number of files loaded at a time during the first load of a table; half as
 *     many later
 * @param cacheBytes size of the block cache, which all tables share
 * @param modelsKept number of versions kept in memory for predictions
 * @param tables served tables, by the name in the URL
 * @param hosts accepted host names, in addition to {@code host} and the loopback
 * @param clients permitted clients, by a name for the log; empty permits everyone
 * @param tls absent for plain HTTP
 * @param auditFile file of the audit log
 */
public record ServeSpec(
    String host,
    int port,
    String folder,
    Duration refresh,
    int loadThreads,
    long cacheBytes,
    int modelsKept,
    Map<String, TableSpec> tables,
    List<String> hosts,
    Map<String, ClientSpec> clients,
    Optional<TlsSpec> tls,
    Limits limits,
    String auditFile) {
  /** Valid table names in a URL. */
  public static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(?i)localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|::1|(0{1,4}:){7}0{0,3}1");

  /** Copies its parts. */
  public ServeSpec {
    tables = Collections.unmodifiableMap(new TreeMap<>(tables));
    hosts = List.copyOf(hosts);
    clients = Collections.unmodifiableMap(new TreeMap<>(clients));
  }

  /** A copy with other tables. */
  public ServeSpec withTables(Map<String, TableSpec> others) {
    return new ServeSpec(
        host,
        port,
        folder,
        refresh,
        loadThreads,
        cacheBytes,
        modelsKept,
        others,
        hosts,
        clients,
        tls,
        limits,
        auditFile);
  }

  /** A copy with another port. */
  public ServeSpec withPort(int other) {
    return new ServeSpec(
        host,
        other,
        folder,
        refresh,
        loadThreads,
        cacheBytes,
        modelsKept,
        tables,
        hosts,
        clients,
        tls,
        limits,
        auditFile);
  }

  /** A copy with absolute locations. */
  public ServeSpec at(UnaryOperator<String> resolver) {
    return new ServeSpec(
        host,
        port,
        resolver.apply(folder),
        refresh,
        loadThreads,
        cacheBytes,
        modelsKept,
        tables,
        hosts,
        clients,
        tls.map(store -> new TlsSpec(resolver.apply(store.keyStore()), store.password())),
        limits,
        resolver.apply(auditFile));
  }

  /** Whether an address is of the loopback network. Does no name lookup. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  /** Policy for forecasts older than {@code maxAge}. */
  public enum WhenOld {
    /** They are returned with a warning. */
    WARN,
    /** They are refused. */
    REFUSE
  }

  /** Policy for a key without a forecast. */
  public enum OnMiss {
    /** The response is "not found". */
    NOT_FOUND,
    /** The version of the newest forecasts scores it, if the request has its fields. */
    SCORE
  }

  /**
   * A served table.
   *
   * @param table a name under the warehouse's root, or a path
   * @param maxAge the largest age of the newest forecasts; absent for none
   */
  public record TableSpec(
      String table, Optional<Duration> maxAge, WhenOld whenOld, OnMiss onMiss) {}

  /** Permission of a client. */
  public enum Scope {
    /** Look up, predict, read about models. */
    READ,
    /** Also refresh a table immediately. */
    ADMIN
  }

  /**
   * A permitted client.
   *
   * @param tokenSha256 the SHA-256 of the bearer token, in hexadecimal
   */
  public record ClientSpec(String tokenSha256, Set<Scope> scopes) {
    /** Copies the scopes. */
    public ClientSpec {
      scopes = Set.copyOf(scopes);
    }
  }

  /**
   * A key store with the service's certificate and private key.
   *
   * @param keyStore a file, PKCS #12 or JKS
   * @param password password of the store and its key
   */
  public record TlsSpec(String keyStore, String password) {
    /** Omits the password. */
    @Override
    public String toString() {
      return "TlsSpec[" + keyStore + "]";
    }
  }

  /**
   * Limits on requests.
   *
   * @param bodyBytes size of a request's body
   * @param records keys or records in a request
   * @param time time limit for reading a request's head, for reading its body, and for an idle
   *     connection
   * @param concurrent requests of a kind that run or wait at a time
   * @param connections open connections
   * @param connectionsPerAddress open connections of one address
   * @param inFlightBytes total size of concurrent requests and responses; absent for a share of the
   *     heap
   */
  public record Limits(
      long bodyBytes,
      int records,
      Duration time,
      int concurrent,
      int connections,
      int connectionsPerAddress,
      OptionalLong inFlightBytes) {}
}
