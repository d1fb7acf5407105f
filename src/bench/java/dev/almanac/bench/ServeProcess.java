package dev.almanac.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The service as a process of its own, started as the launcher starts it, and somebody who asks it
 * five times a second how its table is, as monitoring does.
 */
final class ServeProcess implements AutoCloseable {
  private static final long EVERY_MILLIS = 200;

  private final Process process;
  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();
  private volatile @Nullable JsonNode seen;

  private ServeProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it on an empty folder of copies. */
  static ServeProcess start(BenchArguments options, Path folder, ServeTable table, long rows)
      throws IOException {
    Path copies = folder.resolve("copies-" + rows);
    BenchData.forget(copies);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + options.word("heap"));
    command.addAll(List.of(options.word("jvm").split(" ")));
    command.add("-Dlog4j2.configurationFile=conf/log4j2.properties");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.almanac.app.Main", "serve"));
    for (String setting :
        List.of(
            "home=" + folder,
            "registry.root=" + folder.resolve("registry"),
            "log-file=" + folder.resolve("serve.log"),
            "serve.audit-file=" + folder.resolve("audit.log"),
            "serve.folder=" + copies,
            "serve.port=" + options.word("port"),
            "serve.refresh-seconds=1",
            "serve.cache-mb=" + options.word("cache-mb"),
            "serve.load-threads=" + options.word("load-threads"),
            "serve.tables.bench.table=" + table.path())) {
      command.addAll(List.of("-D", "almanac." + setting));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("serve.out").toFile());
    ServeProcess started =
        new ServeProcess(
            builder.start(),
            URI.create("http://127.0.0.1:" + options.word("port") + "/v1/tables/bench"));
    Thread monitor = new Thread(started::look, "monitor");
    monitor.setDaemon(true);
    monitor.start();
    return started;
  }

  private void look() {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    try {
      while (process.isAlive()) {
        try {
          seen = json.readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
          // It does not listen yet, or not any more.
          seen = null;
        }
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean has(int version) {
    JsonNode table = seen;
    return table != null && table.path("tableVersion").asInt() == version;
  }

  /** Waits until a version of the table can be asked for. */
  void awaitVersion(int version) throws InterruptedException {
    while (!has(version)) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the service ended; see serve.out");
      }
      TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
    }
  }

  /** Becomes true when a version of the table can be asked for, or the service ended. */
  AtomicBoolean at(int version) {
    AtomicBoolean there = new AtomicBoolean();
    Thread watch =
        new Thread(
            () -> {
              try {
                awaitVersion(version);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                there.set(true);
              }
            });
    watch.setDaemon(true);
    watch.start();
    return there;
  }

  /** How long the newest version took to load. */
  long loadMillis() {
    JsonNode table = seen;
    return table == null ? -1 : table.path("loadMillis").asLong();
  }

  String memory() {
    return "memory " + Machine.resident(process.pid()) + " MiB";
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
