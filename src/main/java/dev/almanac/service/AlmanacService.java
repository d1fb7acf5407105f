package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.lookup.BlockCache;
import dev.almanac.lookup.ForecastIndex;
import dev.almanac.registry.ModelRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP service for forecast lookups and predictions; follows the tables and the registry.
 * Thread-safe.
 */
public final class AlmanacService {
  private static final Logger LOG = LoggerFactory.getLogger(AlmanacService.class);

  private static final int SHARE_OF_HEAP_IN_FLIGHT = 4;

  private final ServeSpec spec;
  private final BlockCache cache;
  private final ServedTables tables;
  private final ModelCache models;
  private final HttpServer server;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean stopping;

  private AlmanacService(
      ServeSpec spec, BlockCache cache, ServedTables tables, ModelCache models, HttpServer server) {
    this.spec = spec;
    this.cache = cache;
    this.tables = tables;
    this.models = models;
    this.server = server;
  }

  /**
   * Dependencies of the service.
   *
   * @param spec its configuration, with an absolute data directory
   * @param locations absolute location of each of the spec's tables
   * @param runs absolute location of the runs table
   * @param registry the model registry
   * @param clock the time
   * @param version of this program, for the OpenAPI document
   */
  public record Parts(
      ServeSpec spec,
      Map<String, String> locations,
      String runs,
      ModelRegistry registry,
      Clock clock,
      String version) {}

  /**
   * Starts the service. Tables are loaded in the background; until then their responses are 503.
   *
   * @throws AlmanacException STORE_UNAVAILABLE if the network address or an index folder is in use;
   *     CONFIG_INVALID if the key store cannot be used
   */
  public static AlmanacService start(Parts parts) {
    ServeSpec spec = parts.spec();
    Metrics metrics = new Metrics();
    BlockCache cache = new BlockCache(spec.cacheBytes());
    ServedTables tables = new ServedTables(tables(parts, cache, metrics));
    ModelCache models = new ModelCache(parts.registry(), spec.modelsKept());
    boolean started = false;
    try {
      tables.show(metrics, parts.clock());
      List<Route> routes = new ArrayList<>();
      int most = spec.limits().records();
      LocationRedactor places = places(parts);
      routes.addAll(
          new TableRoutes(tables, new OnDemandFallback(models, metrics), places, most).routes());
      routes.addAll(new SummaryRoutes(tables, parts.locations()).routes());
      routes.addAll(new ModelRoutes(parts.registry(), models, metrics, most).routes());
      routes.addAll(new RunRoutes(parts.runs()).routes());
      SystemRoutes system = new SystemRoutes(tables, metrics, StaticPage.load());
      HttpServer server =
          server(parts, new Router(system.with(routes, parts.version())), metrics, places);
      server.start();
      tables.follow(spec.refresh());
      models.follow(spec.refresh());
      LOG.info("host={} port={} tables={}", spec.host(), server.port(), spec.tables().keySet());
      AlmanacService service = new AlmanacService(spec, cache, tables, models, server);
      started = true;
      return service;
    } finally {
      if (!started) {
        models.close();
        tables.close();
        cache.close();
      }
    }
  }

  private static HttpServer server(
      Parts parts, Router router, Metrics metrics, LocationRedactor places) {
    ServeSpec.Limits limits = parts.spec().limits();
    MemoryBudget budget =
        new MemoryBudget(
            limits
                .inFlightBytes()
                .orElse(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP_IN_FLIGHT));
    metrics.of(
        "almanac_in_flight_bytes",
        "Memory for bodies that are read and answers that are written.",
        budget::held);
    return new HttpServer(
        parts.spec(),
        metrics,
        (heads, lanes) ->
            new HttpHandler(
                parts.spec(),
                router,
                parts.clock(),
                new Exchange.Surroundings(budget, metrics, places, heads, limits.time().toNanos()),
                lanes));
  }

  private static Map<String, ServedTable> tables(Parts parts, BlockCache cache, Metrics metrics) {
    Map<String, ServedTable> tables = new LinkedHashMap<>();
    boolean opened = false;
    try {
      parts
          .spec()
          .tables()
          .forEach(
              (name, table) -> {
                ForecastIndex copy =
                    ForecastIndex.keep(
                        Path.of(parts.spec().folder()).resolve(name),
                        parts.locations().getOrDefault(name, name),
                        Map.of(),
                        cache,
                        parts.spec().loadThreads());
                tables.put(name, new ServedTable(name, table, copy, parts.clock(), metrics));
              });
      opened = true;
      return tables;
    } finally {
      if (!opened) {
        tables.values().forEach(ServedTable::close);
        cache.close();
      }
    }
  }

  private static LocationRedactor places(Parts parts) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(parts.spec().folder(), "the service's own folder");
    names.put(parts.registry().location(), "the registry");
    parts
        .locations()
        .values()
        .forEach(place -> names.put(place.replaceFirst("/[^/]*/*$", ""), "the warehouse"));
    names.put(parts.runs(), "the table of runs");
    parts.locations().forEach((name, place) -> names.put(place, name));
    return new LocationRedactor(names);
  }

  /** The base URL, such as {@code http://127.0.0.1:8484}. */
  public String address() {
    String host = spec.host().contains(":") ? "[" + spec.host() + "]" : spec.host();
    return (spec.tls().isPresent() ? "https://" : "http://") + host + ":" + server.port();
  }

  /** Whether every table is loaded. */
  public boolean isReady() {
    return tables.areReady();
  }

  /** Refuses new requests, completes those in progress, and releases all resources. */
  public void stop() {
    synchronized (this) {
      if (stopping) {
        return;
      }
      stopping = true;
    }
    server.stop();
    models.close();
    tables.close();
    cache.close();
    LOG.info("stopped");
    stopped.countDown();
  }

  /** Waits until the service is stopped. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }
}
