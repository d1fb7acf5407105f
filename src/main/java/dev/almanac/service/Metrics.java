package dev.almanac.service;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Metrics of the service, in Prometheus format. Thread-safe. */
final class Metrics {
  /** The media type of what {@link #text} writes. */
  static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double NANOS = 1e9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("almanac_requests_total")
          .help("Requests that were answered, by route and status.")
          .labelNames("route", "status")
          .register(registry);
  private final Histogram seconds =
      Histogram.builder()
          .name("almanac_request_seconds")
          .help("How long answers took, by route.")
          .labelNames("route")
          .classicOnly()
          .classicUpperBounds(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5)
          .register(registry);
  private final Counter rows =
      Counter.builder()
          .name("almanac_predictions_total")
          .help("Records that were scored on demand, by model and whether there is a forecast.")
          .labelNames("model", "outcome")
          .register(registry);
  private final Counter loads =
      Counter.builder()
          .name("almanac_table_loads_total")
          .help("Versions of tables that were loaded or failed to, by table.")
          .labelNames("table", "outcome")
          .register(registry);

  void answered(String route, int status, long nanos) {
    requests.labelValues(route, Integer.toString(status)).inc();
    seconds.labelValues(route).observe(nanos / NANOS);
  }

  /** Counts a connection that was refused before a request. */
  void refused(String what, int status) {
    requests.labelValues(what, Integer.toString(status)).inc();
  }

  void scored(String model, int forecasts, int rejects) {
    rows.labelValues(model, "forecast").inc(forecasts);
    rows.labelValues(model, "reject").inc(rejects);
  }

  void loaded(String table, String outcome) {
    loads.labelValues(table, outcome).inc();
  }

  /** Registers a gauge with one value per table, computed at each scrape. */
  void ofTables(String name, String help, Supplier<Map<String, Double>> values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("table")
        .callback(shown -> values.get().forEach((table, value) -> shown.call(value, table)))
        .register(registry);
  }

  /** Registers a gauge, computed at each scrape. */
  void of(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(shown -> shown.call(value.getAsDouble()))
        .register(registry);
  }

  /** All metrics in Prometheus' text format. */
  byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new IllegalStateException("bytes are written without a disk", e);
    }
    return out.toByteArray();
  }
}
