package dev.almanac.config;

import dev.almanac.core.Text;
import dev.almanac.core.spec.ServeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Parses {@code almanac.serve { … }}. */
final class ServeParser {
  private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Map<String, ServeSpec.Scope> SCOPES =
      Map.of("read", ServeSpec.Scope.READ, "admin", ServeSpec.Scope.ADMIN);
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?|[0-9a-fA-F:.]{2,45}");
  private static final int LARGEST_MB = 1 << 20;
  private static final int LARGEST_KB = 1 << 20;

  private final Section serve;

  ServeParser(Section serve) {
    this.serve = serve;
  }

  /** Records all problems; the supplier is valid only if there are none. */
  Supplier<ServeSpec> parse() {
    Optional<String> host = serve.require("host", "write 127.0.0.1").words("host");
    OptionalInt port = serve.require("port", "write 8484").count("port", 0, 65_535);
    Optional<String> folder = serve.require("folder", "write a folder").text("folder");
    folder.flatMap(Identifiers::location).ifPresent(what -> serve.problem("folder", what));
    if (folder.isPresent() && folder.get().contains(":")) {
      serve.problem("folder", "is a folder on a local disk, not a URI");
    }
    Optional<String> audit = serve.require("audit-file", "write a file").text("audit-file");
    audit.flatMap(Identifiers::location).ifPresent(what -> serve.problem("audit-file", what));
    OptionalInt refresh = count("refresh-seconds", 1, 86_400);
    OptionalInt threads = count("load-threads", 1, 256);
    OptionalInt cache = count("cache-mb", 8, LARGEST_MB);
    OptionalInt models = count("models-kept", 1, 1_000);
    Map<String, ServeSpec.TableSpec> tables = tables();
    List<String> hosts = hosts();
    Map<String, ServeSpec.ClientSpec> clients = clients();
    Optional<ServeSpec.TlsSpec> tls = tls(serve.child("tls"));
    Supplier<ServeSpec.Limits> limits = limits(serve.child("limits"));
    if (host.isPresent() && clients.isEmpty() && !ServeSpec.isLoopback(host.get())) {
      serve.problem(
          "host",
          "'%s' can be reached from other machines, and no clients are named; name some in clients, or listen at 127.0.0.1"
              .formatted(host.get()));
    }
    serve.noOthers();
    return () ->
        new ServeSpec(
            host.orElseThrow(),
            port.orElseThrow(),
            folder.orElseThrow(),
            Duration.ofSeconds(refresh.orElseThrow()),
            threads.orElseThrow(),
            (long) cache.orElseThrow() << 20,
            models.orElseThrow(),
            tables,
            hosts,
            clients,
            tls,
            limits.get(),
            audit.orElseThrow());
  }

  private OptionalInt count(String key, int min, int max) {
    return serve.require(key, "write a number").count(key, min, max);
  }

  private Map<String, ServeSpec.TableSpec> tables() {
    Map<String, ServeSpec.TableSpec> tables = new TreeMap<>();
    serve
        .children("tables", "each.served-table")
        .forEach(
            (name, section) -> {
              if (!ServeSpec.TABLE_NAME.matcher(name).matches()) {
                section.problem("a table that is served is called by a-z A-Z 0-9 _ -");
              }
              String table = section.words("table").orElse(name);
              Identifiers.forecastTable(table).ifPresent(what -> section.problem("table", what));
              OptionalInt hours = section.count("max-age-hours", 1, 1_000_000);
              Optional<ServeSpec.WhenOld> whenOld =
                  section.oneOf(
                      "when-old",
                      Map.of("warn", ServeSpec.WhenOld.WARN, "refuse", ServeSpec.WhenOld.REFUSE));
              Optional<ServeSpec.OnMiss> onMiss =
                  section.oneOf(
                      "on-miss",
                      Map.of(
                          "not-found",
                          ServeSpec.OnMiss.NOT_FOUND,
                          "score",
                          ServeSpec.OnMiss.SCORE));
              section.noOthers();
              tables.put(
                  name,
                  new ServeSpec.TableSpec(
                      table,
                      hours.isPresent()
                          ? Optional.of(Duration.ofHours(hours.getAsInt()))
                          : Optional.empty(),
                      whenOld.orElse(ServeSpec.WhenOld.WARN),
                      onMiss.orElse(ServeSpec.OnMiss.NOT_FOUND)));
            });
    return tables;
  }

  private List<String> hosts() {
    List<String> hosts = serve.texts("hosts");
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        serve.problem(
            "hosts",
            "'%s' is no name or number of a host; write it without scheme and port"
                .formatted(Text.printable(host)));
      }
    }
    return hosts;
  }

  private Map<String, ServeSpec.ClientSpec> clients() {
    Map<String, ServeSpec.ClientSpec> clients = new TreeMap<>();
    serve
        .children("clients", "each.client")
        .forEach(
            (name, section) -> {
              if (!CLIENT.matcher(name).matches()) {
                section.problem("a client is called by a-z A-Z 0-9 _ . -");
              }
              Optional<String> hash =
                  section
                      .require("token-sha256", "write what printf %s TOKEN | sha256sum prints")
                      .text("token-sha256");
              if (hash.isPresent() && !SHA256.matcher(hash.get()).matches()) {
                section.problem(
                    "token-sha256",
                    "is not a SHA-256 (64 hexadecimal digits); printf %s TOKEN | sha256sum prints"
                        + " it");
              }
              Set<ServeSpec.Scope> scopes = scopes(section, section.texts("scopes"));
              section.noOthers();
              clients.put(
                  name, new ServeSpec.ClientSpec(hash.orElse("").toLowerCase(Locale.ROOT), scopes));
            });
    return clients;
  }

  private static Set<ServeSpec.Scope> scopes(Section section, List<String> words) {
    Set<ServeSpec.Scope> scopes = new TreeSet<>();
    for (String word : words) {
      ServeSpec.Scope scope = SCOPES.get(word);
      if (scope == null) {
        section.problem("scopes", Values.notOneOf(word, SCOPES.keySet()));
      } else {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  private static Optional<ServeSpec.TlsSpec> tls(Section tls) {
    Optional<String> store = tls.words("key-store");
    Optional<String> password = tls.text("password");
    store.flatMap(Identifiers::location).ifPresent(what -> tls.problem("key-store", what));
    if (store.isPresent() && password.isEmpty()) {
      tls.problem("password", "is missing; hand it over as ${?ALMANAC_…} of the environment");
    }
    tls.noOthers();
    return store.map(file -> new ServeSpec.TlsSpec(file, password.orElse("")));
  }

  private static Supplier<ServeSpec.Limits> limits(Section limits) {
    OptionalInt body = limits.require("body-kb", "write a number").count("body-kb", 1, LARGEST_KB);
    OptionalInt records =
        limits.require("records", "write a number").count("records", 1, 1_000_000);
    OptionalInt seconds = limits.require("seconds", "write a number").count("seconds", 1, 3_600);
    OptionalInt concurrent =
        limits.require("concurrent", "write a number").count("concurrent", 1, 100_000);
    OptionalInt connections =
        limits.require("connections", "write a number").count("connections", 1, 1_000_000);
    OptionalInt perAddress =
        limits
            .require("connections-per-address", "write a number")
            .count("connections-per-address", 1, 1_000_000);
    OptionalInt inFlight = limits.count("in-flight-mb", 1, LARGEST_MB);
    limits.noOthers();
    return () ->
        new ServeSpec.Limits(
            (long) body.orElseThrow() << 10,
            records.orElseThrow(),
            Duration.ofSeconds(seconds.orElseThrow()),
            concurrent.orElseThrow(),
            connections.orElseThrow(),
            perAddress.orElseThrow(),
            inFlight.isPresent()
                ? OptionalLong.of((long) inFlight.getAsInt() << 20)
                : OptionalLong.empty());
  }
}
