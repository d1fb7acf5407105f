package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Text;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.lookup.ForecastIndex;
import dev.almanac.lookup.IndexSnapshot;
import dev.almanac.lookup.RunDateSelector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A forecast table and its local index. Thread-safe. */
final class ServedTable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedTable.class);

  private final String name;
  private final ServeSpec.TableSpec spec;
  private final ForecastIndex copy;
  private final Clock clock;
  private final Metrics metrics;
  private volatile Status status = new Status(null, null, null, null);

  /**
   * Status of the index.
   *
   * @param checkedAt time of the last successful refresh
   * @param loadedAt when this process loaded the visible version
   * @param loadTook duration of that load
   * @param error why the last refresh failed; null if it succeeded
   */
  record Status(
      @Nullable Instant checkedAt,
      @Nullable Instant loadedAt,
      @Nullable Duration loadTook,
      @Nullable String error) {}

  ServedTable(
      String name, ServeSpec.TableSpec spec, ForecastIndex copy, Clock clock, Metrics metrics) {
    this.name = name;
    this.spec = spec;
    this.copy = copy;
    this.clock = clock;
    this.metrics = metrics;
  }

  String name() {
    return name;
  }

  ServeSpec.TableSpec spec() {
    return spec;
  }

  Status status() {
    return status;
  }

  /**
   * Refreshes the index.
   *
   * @throws AlmanacException as {@link ForecastIndex#refresh} does
   */
  ForecastIndex.Refreshed refresh() {
    long begun = System.nanoTime();
    try {
      ForecastIndex.Refreshed refreshed = copy.refresh();
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      Instant now = clock.instant();
      update(
          before ->
              refreshed.changed()
                  ? new Status(now, now, took, null)
                  : new Status(now, before.loadedAt(), before.loadTook(), null));
      if (refreshed.changed()) {
        metrics.loaded(name, "loaded");
        LOG.info(
            "table={} version={} rows={} filesLoaded={} filesDropped={} millis={}",
            name,
            refreshed.version(),
            refreshed.rows(),
            refreshed.filesLoaded(),
            refreshed.filesDropped(),
            took.toMillis());
      }
      return refreshed;
    } catch (AlmanacException e) {
      failed(e.code() + ": " + e.getMessage());
      throw e;
    }
  }

  /**
   * As {@link #refresh}, for the scheduler: an error is recorded, and the next refresh may succeed.
   */
  void follow() {
    try {
      refresh();
    } catch (AlmanacException e) {
      LOG.debug("table={} was not refreshed", name, e);
    } catch (RuntimeException e) {
      LOG.error("table={} was not refreshed", name, e);
      failed("an error that was not foreseen; the log has the details");
    }
  }

  /** Updates the status atomically; returns the previous one. */
  private synchronized Status update(UnaryOperator<Status> change) {
    Status before = status;
    status = change.apply(before);
    return before;
  }

  private void failed(String why) {
    Status before =
        update(known -> new Status(known.checkedAt(), known.loadedAt(), known.loadTook(), why));
    if (!why.equals(before.error())) {
      LOG.warn("table={} is answered from its last copy: {}", name, why);
    }
    metrics.loaded(name, "failed");
  }

  /**
   * Opens the index for reading.
   *
   * @throws ApiException 503 if it is not loaded yet
   */
  IndexSnapshot read() {
    return copy.read()
        .orElseThrow(
            () ->
                new ApiException(
                    503,
                    "NOT_READY",
                    status().error() == null
                        ? "the table '%s' is being loaded for the first time; ask again later."
                            .formatted(name)
                        : "the table '%s' could not be loaded yet; the service's log says why."
                            .formatted(name)));
  }

  boolean isReady() {
    Optional<IndexSnapshot> reader = copy.read();
    reader.ifPresent(IndexSnapshot::close);
    return reader.isPresent();
  }

  /** The age of the newest forecasts; empty if there are none. */
  static Optional<Duration> age(IndexSnapshot reader, Instant now) {
    return reader.newest().map(made -> Duration.between(made.scoredAt(), now));
  }

  /** Whether the newest forecasts are older than the configured maximum. */
  boolean isOld(IndexSnapshot reader, Instant now) {
    return spec.maxAge().isPresent()
        && age(reader, now).map(age -> age.compareTo(spec.maxAge().get()) > 0).orElse(false);
  }

  /**
   * Warnings about the age of the newest forecasts, if the request is for them.
   *
   * @throws ApiException 503 if the configuration does not allow them to be served
   */
  List<String> warnings(IndexSnapshot reader, RunDateSelector when, Instant now) {
    if (!(when instanceof RunDateSelector.Newest) || !isOld(reader, now)) {
      return List.of();
    }
    String what =
        "the newest forecasts of '%s' were scored %s ago, and may be %s old"
            .formatted(
                name,
                Text.count(age(reader, now).orElseThrow().toHours(), "hour"),
                Text.count(spec.maxAge().orElseThrow().toHours(), "hour"));
    if (spec.whenOld() == ServeSpec.WhenOld.REFUSE) {
      throw new ApiException(
          503, "TOO_OLD", what + ". Ask for a run date to have them all the same.");
    }
    return List.of(what);
  }

  /** The table's status for clients. */
  Map<String, Object> describe(Instant now) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    Status known = status();
    try (IndexSnapshot reader = copy.read().orElse(null)) {
      body.put("ready", reader != null);
      if (reader != null) {
        body.put("keys", reader.keyColumns());
        body.put("tableVersion", reader.tableVersion());
        Map<String, Object> dates = new LinkedHashMap<>();
        reader.rows().descendingMap().forEach((date, rows) -> dates.put(date.toString(), rows));
        body.put("rows", dates);
        reader
            .newest()
            .ifPresent(
                made -> {
                  body.put("model", made.model());
                  body.put("version", made.modelVersion());
                  body.put("runId", made.runId());
                  body.put("scoredAt", made.scoredAt().toString());
                  body.put("ageSeconds", Duration.between(made.scoredAt(), now).toSeconds());
                });
        body.put("old", isOld(reader, now));
      }
    }
    spec.maxAge().ifPresent(age -> body.put("maxAgeSeconds", age.toSeconds()));
    if (known.checkedAt() != null) {
      body.put("checkedAt", known.checkedAt().toString());
    }
    if (known.loadedAt() != null && known.loadTook() != null) {
      body.put("loadedAt", known.loadedAt().toString());
      body.put("loadMillis", known.loadTook().toMillis());
    }
    body.put("reachable", known.error() == null);
    return body;
  }

  void close() {
    copy.close();
  }
}
