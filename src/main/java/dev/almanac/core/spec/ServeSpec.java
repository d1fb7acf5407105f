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
 * How the service answers, see {@code almanac serve}.
 *
 * @param host the address it listens at; a name or a number
 * @param port its port; 0 lets the system choose
 * @param folder where copies of forecast tables stand, on a local disk
 * @param refresh how often tables and registry are looked at
 * @param loadThreads how many files are loaded at a time when a table is first loaded; half as many
 *     later
 * @param cacheBytes memory for what was looked up last, shared by all tables
 * @param modelsKept how many versions are held ready for predictions
 * @param tables by the name they are asked for by
 * @param hosts names by which clients address the service, besides {@code host} and the loopback
 * @param clients who may ask, by a name for the log; empty lets everybody who reaches it
 * @param tls absent for plain HTTP
 * @param auditFile where it is written down who asked for what
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
  /** What a table's name may be in an address. */
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

  /** As this, with other tables. */
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

  /** As this, at another port. */
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

  /** As this, with every location made absolute. */
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

  /** Whether an address is of the loopback network. No name is looked up. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  /** What is done about forecasts that are older than they may be. */
  public enum WhenOld {
    /** They are told, with a warning. */
    WARN,
    /** They are not told. */
    REFUSE
  }

  /** What is done about a key without a forecast. */
  public enum OnMiss {
    /** It is not found. */
    NOT_FOUND,
    /** It is scored by the version that made the newest forecasts, if its fields are given. */
    SCORE
  }

  /**
   * A table that is served.
   *
   * @param table a name under the warehouse's root, or a path
   * @param maxAge how old the newest forecasts may be; absent for any age
   */
  public record TableSpec(
      String table, Optional<Duration> maxAge, WhenOld whenOld, OnMiss onMiss) {}

  /** What a client may do. */
  public enum Scope {
    /** Look up, predict, read about models. */
    READ,
    /** Besides, make the service look at a table at once. */
    ADMIN
  }

  /**
   * Who may ask.
   *
   * @param tokenSha256 the SHA-256 of the bearer token, in hexadecimal digits
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
   * @param password of the store and its key
   */
  public record TlsSpec(String keyStore, String password) {
    /** Says nothing of the password. */
    @Override
    public String toString() {
      return "TlsSpec[" + keyStore + "]";
    }
  }

  /**
   * What a request may ask for.
   *
   * @param bodyBytes of a request's body
   * @param records keys or records in a request
   * @param time until the head of a request, and then its body, has come in whole; and that a
   *     connection may be idle
   * @param concurrent requests of a kind that are worked on or wait at a time
   * @param connections open at a time
   * @param connectionsPerAddress open at a time from one address
   * @param inFlightBytes of all requests and answers that are held at a time; absent for a share of
   *     the heap
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
