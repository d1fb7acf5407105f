package dev.almanac.bench;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkSessions;
import dev.almanac.testing.HostileClients;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;

/** Measures what a well-behaved client of the service notices of hostile ones, and its memory. */
public final class AbuseBench {
  private static final String PREDICT = "/v1/models/bench/predict";

  /** The hostile clients come from addresses of their own. */
  private static final int HOST = 2;

  private final BenchArguments options;
  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  /** Something hostile, done once; it ends by itself. */
  private interface Attack {
    Map<Integer, Integer> run(HostileClients clients) throws Exception;
  }

  private AbuseBench(BenchArguments options) {
    this.options = options;
    this.folder = Path.of(options.word("folder")).toAbsolutePath();
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) throws Exception {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("rows", "200000");
    defaults.put("seconds", "15");
    defaults.put("rate", "100");
    defaults.put("heap", "512m");
    defaults.put("cache-mb", "128");
    defaults.put("load-threads", "2");
    defaults.put(
        "jvm", Objects.requireNonNull(System.getProperty("bench.serve.jvm"), "use scripts/bench"));
    defaults.put("port", "18485");
    defaults.put("master", "local[2]");
    defaults.put("folder", "var/bench/abuse");
    defaults.put("report", "src/site/markdown/benchmarks/abuse.md");
    new AbuseBench(BenchArguments.parse(defaults, args)).run();
  }

  private void run() throws Exception {
    int rows = options.number("rows");
    BenchData.forget(folder.resolve("registry"));
    ServeModel.register(folder.resolve("registry"), WalkModels.of("gbt-50x5"));
    ServeTable table = new ServeTable(folder, rows);
    PlatformSpec platform =
        new PlatformSpec(
            folder.toString(), "", false, "", "", options.word("master"), Map.of(), "");
    SparkSession spark = SparkSessions.open(platform, "almanac bench");
    try {
      table.make(spark);
    } finally {
      spark.stop();
    }
    head();
    try (ServeProcess process = ServeProcess.start(options, folder, table, rows)) {
      process.awaitVersion(1);
      measure(process, "warm-up", clients -> Map.of());
      measure(process, "nothing else", clients -> Map.of());
      for (Map.Entry<String, Attack> attack : attacks().entrySet()) {
        measure(process, attack.getKey(), attack.getValue());
      }
      measure(process, "nothing else, afterwards", clients -> Map.of());
    }
    Path report = Path.of(options.word("report"));
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }

  private void head() {
    say("# The service under attack: what a well-behaved client notices");
    say("");
    say(
        "Service, hostile clients and a well-behaved client are three on one machine and share its"
            + " processors. The well-behaved client sends %s look-ups a second over 2 connections,"
                .formatted(options.word("rate"))
            + " checks every answer, and counts from when a request was due. Each attack is"
            + " repeated"
            + " for %s seconds. Answers of hostile requests are counted by status; 0: closed without"
                .formatted(options.word("seconds"))
            + " one, -1: cut. Memory is the largest resident set of the service's process (heap %s,"
                .formatted(options.word("heap"))
            + " cache %s MB). *Stolen* is the share of the processors' time that other guests of the"
                .formatted(options.word("cache-mb"))
            + " host took, *standstill* how late a thread of the client that only sleeps and wakes"
            + " was at most.");
    say("");
    say("Made by `scripts/bench abuse" + options.given() + "`.");
    say("");
    Machine.hardware().forEach(fact -> say("- " + fact));
    say("");
    say(
        "| meanwhile | look-ups | wrong | p50 ms | p99 ms | largest ms | hostile answers | remarks"
            + " |");
    say("|---|---|---|---|---|---|---|---|");
  }

  private Map<String, Attack> attacks() {
    Map<String, Attack> attacks = new LinkedHashMap<>();
    attacks.put(
        "1 000 bodies, a byte every 2 s",
        clients ->
            trickle(clients, HostileClients.post(PREDICT, "Content-Length: 100000\r\n"), "{"));
    attacks.put(
        "1 000 heads, a byte every 2 s",
        clients -> trickle(clients, "GET /health HTTP/1.1\r\nHost: localhost\r\nX: ", "x"));
    attacks.put(
        "120 bodies of 1 MB with 90 000 unknown fields each",
        clients -> {
          clients.open(120, HOST, HostileClients.postAll(PREDICT, unknownFields(1_000_000)));
          return clients.answers();
        });
    attacks.put(
        "2 000 predictions of 1 000 records at once",
        clients -> {
          clients.open(2_000, HOST, HostileClients.postAll(PREDICT, records(1_000)));
          return clients.answers();
        });
    attacks.put(
        "500 references to models that are not there",
        clients -> {
          for (int i = 0; i < 500; i++) {
            clients.open(
                1,
                HOST,
                HostileClients.postAll("/v1/models/bench:" + (i + 2) + "/predict", records(1)));
          }
          return clients.answers();
        });
    attacks.put(
        "200 connections that never read an answer",
        clients -> {
          String body = records(1_000);
          String request =
              HostileClients.post(PREDICT, "Content-Length: " + body.length() + "\r\n") + body;
          for (int i = 0; i < 200; i++) {
            clients.open(1, HOST, request);
          }
          TimeUnit.SECONDS.sleep(5);
          clients.close();
          return Map.of();
        });
    attacks.put(
        "500 half-closed connections",
        clients -> {
          clients.open(500, HOST, HostileClients.get("/v1/forecasts/bench/7"));
          clients.halfClose();
          return clients.answers();
        });
    return attacks;
  }

  private static Map<Integer, Integer> trickle(HostileClients clients, String start, String more)
      throws Exception {
    clients.open(1_000, HOST, start);
    for (int i = 0; i < 6; i++) {
      clients.send(more);
      TimeUnit.SECONDS.sleep(2);
    }
    return clients.answers();
  }

  private static String records(int count) {
    StringBuilder record = new StringBuilder("{");
    for (int i = 0; i < 12; i++) {
      record.append(i == 0 ? "" : ",").append("\"x").append(i).append("\":").append(i / 7.0);
    }
    record.append("}");
    return "{\"records\":[" + String.join(",", java.util.Collections.nCopies(count, record)) + "]}";
  }

  private static String unknownFields(int bytes) {
    StringBuilder record = new StringBuilder("{\"records\":[{\"a\":1");
    for (int i = 0; record.length() < bytes; i++) {
      record.append(",\"b").append(i).append("\":1");
    }
    return record.append("}]}").toString();
  }

  private void measure(ServeProcess process, String what, Attack attack) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.number("seconds"));
    CompletableFuture<Map<Integer, Integer>> hostile =
        CompletableFuture.supplyAsync(() -> repeat(attack, end, over));
    Stolen stolen = Stolen.now();
    try (Standstill standstill = Standstill.watch()) {
      LoadClient client = new LoadClient("127.0.0.1", options.number("port"));
      LoadClient.Measured measured =
          client.run(ServeBench.keys(options.number("rows")), 2, options.number("rate"), over);
      say(
          String.format(
              Locale.ROOT,
              "| %s | %d | %d | %.2f | %.2f | %.2f | %s | %s; stolen %.0f %%, standstill %s |",
              what,
              measured.count(),
              measured.wrong(),
              measured.percentile(0.5),
              measured.percentile(0.99),
              measured.percentile(1),
              hostile.join(),
              process.memory(),
              100 * stolen.since(),
              standstill.describe()));
    }
  }

  private Map<Integer, Integer> repeat(Attack attack, long end, AtomicBoolean over) {
    Map<Integer, Integer> answers = new TreeMap<>();
    try {
      do {
        try (HostileClients clients = new HostileClients(options.number("port"))) {
          attack
              .run(clients)
              .forEach((status, count) -> answers.merge(status, count, Integer::sum));
        }
        if (answers.isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
      } while (System.nanoTime() < end);
      return answers;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      over.set(true);
    }
  }

  private void say(String line) {
    System.out.println(line);
    lines.add(line);
  }
}
