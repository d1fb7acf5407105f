package dev.almanac.service;

import dev.almanac.core.Text;
import dev.almanac.lookup.IndexSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The served tables, each refreshed at its own interval. Thread-safe. */
final class ServedTables {
  private static final int MOST_FOLLOWERS = 4;

  private final Map<String, ServedTable> byName;
  private final ScheduledExecutorService clockwork;

  ServedTables(Map<String, ServedTable> byName) {
    this.byName = new TreeMap<>(byName);
    this.clockwork =
        Executors.newScheduledThreadPool(
            Math.max(1, Math.min(MOST_FOLLOWERS, byName.size())),
            task -> {
              Thread thread = new Thread(task, "almanac-follow");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Refreshes the tables now and periodically from now on. */
  void follow(Duration rhythm) {
    for (ServedTable table : byName.values()) {
      ScheduledFuture<?> unused =
          clockwork.scheduleWithFixedDelay(
              table::follow, 0, rhythm.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  Collection<ServedTable> all() {
    return byName.values();
  }

  /**
   * A table.
   *
   * @throws ApiException 404 if no served table has this name
   */
  ServedTable get(String name) {
    ServedTable table = byName.get(name);
    if (table == null) {
      throw new ApiException(
          404,
          "NO_SUCH_TABLE",
          "no table '%s' is served%s; /v1/tables lists those that are."
              .formatted(Text.printable(name), Text.didYouMean(name, byName.keySet())));
    }
    return table;
  }

  boolean areReady() {
    return byName.values().stream().allMatch(ServedTable::isReady);
  }

  /** Adds the tables to the metrics. */
  void show(Metrics metrics, Clock clock) {
    metrics.ofTables(
        "almanac_table_version",
        "The Delta version that answers come from.",
        () -> ofReaders(reader -> (double) reader.tableVersion()));
    metrics.ofTables(
        "almanac_table_rows",
        "Forecasts of all run dates.",
        () ->
            ofReaders(reader -> (double) reader.rows().values().stream().mapToLong(n -> n).sum()));
    metrics.ofTables(
        "almanac_table_age_seconds",
        "Seconds since the newest forecasts were scored.",
        () ->
            ofReaders(
                reader ->
                    ServedTable.age(reader, clock.instant())
                        .map(age -> (double) age.toSeconds())
                        .orElse(Double.NaN)));
    metrics.ofTables(
        "almanac_table_checked_seconds",
        "Seconds since the table itself was looked at with success.",
        () -> {
          Map<String, Double> seconds = new LinkedHashMap<>();
          for (ServedTable table : byName.values()) {
            java.time.Instant checked = table.status().checkedAt();
            if (checked != null) {
              seconds.put(
                  table.name(), (double) Duration.between(checked, clock.instant()).toSeconds());
            }
          }
          return seconds;
        });
  }

  private Map<String, Double> ofReaders(ToDoubleFunction<IndexSnapshot> value) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (ServedTable table : byName.values()) {
      if (table.isReady()) {
        try (IndexSnapshot reader = table.read()) {
          values.put(table.name(), value.applyAsDouble(reader));
        }
      }
    }
    return values;
  }

  void close() {
    clockwork.shutdown();
    try {
      if (!clockwork.awaitTermination(10, TimeUnit.SECONDS)) {
        clockwork.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byName.values().forEach(ServedTable::close);
  }
}
