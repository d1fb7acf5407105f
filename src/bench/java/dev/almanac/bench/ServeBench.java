package dev.almanac.bench;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkSessions;
import dev.almanac.lookup.ForecastLookup;
import dev.almanac.pmml.PmmlModel;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the service as a process of its own: look-ups, a publication that comes, predictions.
 */
public final class ServeBench {
  private static final int RECORDS = 1_000;

  private final BenchArguments options;
  private final PrintStream out = System.out;
  private final List<String> lines = new ArrayList<>();
  private final Path folder;

  private ServeBench(BenchArguments options) {
    this.options = options;
    this.folder = Path.of(options.word("folder")).toAbsolutePath();
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) throws Exception {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("rows", "5000000");
    defaults.put("more-rows", "0");
    defaults.put("seconds", "20");
    defaults.put("rounds", "3");
    defaults.put("rate", "0");
    defaults.put("connections", "4");
    defaults.put("looks", "30");
    defaults.put("heap", "384m");
    defaults.put("cache-mb", "128");
    defaults.put("load-threads", "2");
    defaults.put(
        "jvm", Objects.requireNonNull(System.getProperty("bench.serve.jvm"), "use scripts/bench"));
    defaults.put("port", "18484");
    defaults.put("master", "local[2]");
    defaults.put("folder", "var/bench/serve");
    defaults.put("report", "src/site/markdown/benchmarks/serve.md");
    new ServeBench(BenchArguments.parse(defaults, args)).run();
  }

  private void run() throws Exception {
    WalkModels model = WalkModels.of("gbt-50x5");
    BenchData.forget(folder.resolve("registry"));
    ServeModel.register(folder.resolve("registry"), model);
    head();
    List<Long> sizes = new ArrayList<>(List.of(Long.parseLong(options.word("rows"))));
    if (!options.word("more-rows").equals("0")) {
      sizes.add(Long.parseLong(options.word("more-rows")));
    }
    List<String> others = new ArrayList<>();
    for (long rows : sizes) {
      ServeTable table = new ServeTable(folder, rows);
      PlatformSpec platform =
          new PlatformSpec(
              folder.toString(), "", false, "", "", options.word("master"), Map.of(), "");
      SparkSession spark = SparkSessions.open(platform, "almanac bench");
      try {
        table.make(spark);
        others.add(spark(spark, table, rows));
      } finally {
        spark.stop();
      }
      others.add(kernel(table, rows));
      serve(table, rows, model, sizes.indexOf(rows) == 0);
    }
    others.add(evaluator(model));
    say("");
    say("## Beside it, in the same run");
    say("");
    say("| what | p50 ms | p99 ms |");
    say("|---|---|---|");
    others.forEach(this::say);
    Path report = Path.of(options.word("report"));
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }

  private void head() {
    say("# The service: look-ups, publications, predictions");
    say("");
    say(
        "Client and service are two processes on one machine and share its processors; the client"
            + " has "
            + options.word("connections")
            + " connections, checks every answer, and at a given rate counts from when a request"
            + " was due; all the while somebody else asks five times a second how the table is."
            + " *Saturation* is as fast as answers come, *half load* half of that rate, the best of"
            + " some rounds. *Stolen* is the share of the processors' time that other guests of the"
            + " host took, *standstill* how late a thread of the client that only sleeps and wakes"
            + " was at most. Memory is the largest resident set of the service's process (heap "
            + options.word("heap")
            + ", cache "
            + options.word("cache-mb")
            + " MB). A publication of as many forecasts for another date is made visible at half"
            + " load; its time is from the look that found it until it can be asked for.");
    say("");
    say("Made by `scripts/bench serve" + options.given() + "`.");
    say("");
    Machine.hardware().forEach(fact -> say("- " + fact));
    say("");
    say("| what | a second | p50 ms | p99 ms | p99.9 ms | wrong | remarks |");
    say("|---|---|---|---|---|---|---|");
  }

  private void serve(ServeTable table, long rows, WalkModels model, boolean predicts)
      throws Exception {
    try (ServeProcess process = ServeProcess.start(options, folder, table, rows)) {
      process.awaitVersion(1);
      say(
          String.format(
              Locale.ROOT,
              "| %,d forecasts: first load | %,.0f rows | | | | | %,d ms |",
              rows,
              rows * 1000.0 / process.loadMillis(),
              process.loadMillis()));
      LoadClient client = new LoadClient("127.0.0.1", options.number("port"));
      LoadClient.Questions keys = keys(rows);
      measure(client, keys, 0);
      LoadClient.Measured full = measure(client, keys, 0);
      print(
          String.format(Locale.ROOT, "%,d forecasts: look-up, saturation", rows),
          full,
          process.memory());
      double some = options.number("rate") > 0 ? options.number("rate") : full.perSecond() / 2;
      atHalfLoad(
          client,
          String.format(Locale.ROOT, "%,d forecasts: look-up, %s", rows, load()),
          keys,
          some,
          process);
      published(client, keys, table, rows, some, process);
      if (predicts) {
        LoadClient.Questions records = records(model);
        measure(client, records, 0);
        LoadClient.Measured most = measure(client, records, 0);
        print("GBT 50 x 5: prediction, saturation", most, process.memory());
        atHalfLoad(
            client, "GBT 50 x 5: prediction, half load", records, most.perSecond() / 2, process);
      }
    }
  }

  private void published(
      LoadClient client,
      LoadClient.Questions keys,
      ServeTable table,
      long rows,
      double perSecond,
      ServeProcess process)
      throws Exception {
    table.letGo();
    try (Standstill standstill = Standstill.watch()) {
      LoadClient.Measured during =
          client.run(keys, options.number("connections"), perSecond, process.at(2));
      print(
          String.format(
              Locale.ROOT, "%,d forecasts: look-up, %s, a publication comes", rows, load()),
          during,
          String.format(
              Locale.ROOT,
              "loaded in %,d ms; standstill %s; %s",
              process.loadMillis(),
              standstill.describe(),
              process.memory()));
    }
  }

  /** A machine that others share has bad moments, so the best of some rounds is told, and all. */
  private void atHalfLoad(
      LoadClient client,
      String what,
      LoadClient.Questions questions,
      double perSecond,
      ServeProcess process)
      throws Exception {
    List<LoadClient.Measured> rounds = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < options.number("rounds"); i++) {
      Stolen stolen = Stolen.now();
      try (Standstill standstill = Standstill.watch()) {
        LoadClient.Measured round = measure(client, questions, perSecond);
        rounds.add(round);
        all.add(
            String.format(
                Locale.ROOT,
                "%.2f (%.0f %%, %s)",
                round.percentile(0.99),
                100 * stolen.since(),
                standstill.describe()));
      }
    }
    print(
        what,
        rounds.stream()
            .min(Comparator.comparingDouble(round -> round.percentile(0.99)))
            .orElseThrow(),
        "p99 of all rounds (time stolen, standstill) "
            + String.join(", ", all)
            + "; "
            + process.memory());
  }

  private String load() {
    return options.number("rate") > 0 ? "a given rate" : "half load";
  }

  private LoadClient.Measured measure(
      LoadClient client, LoadClient.Questions questions, double perSecond) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    // All runs end in the same way, so that the client's code need not be compiled anew for one.
    CompletableFuture.delayedExecutor(options.number("seconds"), TimeUnit.SECONDS)
        .execute(() -> over.set(true));
    return client.run(questions, options.number("connections"), perSecond, over);
  }

  private void print(String what, LoadClient.Measured measured, String remarks) {
    say(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f | %.2f | %.2f | %.2f | %d | %s |",
            what,
            measured.perSecond(),
            measured.percentile(0.5),
            measured.percentile(0.99),
            measured.percentile(0.999),
            measured.wrong(),
            remarks));
  }

  /** Look-ups of the keys of a table, and what is in the right answers. */
  static LoadClient.Questions keys(long rows) {
    return new LoadClient.Questions() {
      private long key(long number) {
        return Math.floorMod(number * 2_654_435_761L, rows);
      }

      @Override
      public byte[] request(long number) {
        return LoadClient.get("/v1/forecasts/bench/" + key(number));
      }

      @Override
      public byte[] answer(long number) {
        return ServeTable.said(key(number)).getBytes(StandardCharsets.US_ASCII);
      }
    };
  }

  private static List<double[]> rows(WalkModels model) {
    Random random = new Random(11);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      rows.add(random.doubles(model.numbers()).toArray());
    }
    return rows;
  }

  private static LoadClient.Questions records(WalkModels model) {
    List<byte[]> requests = new ArrayList<>();
    List<byte[]> answers = new ArrayList<>();
    PmmlModel evaluator = PmmlModel.load(model.pmml());
    for (double[] row : rows(model)) {
      StringBuilder record = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        record.append(i == 0 ? "" : ",").append("\"x").append(i).append("\":").append(row[i]);
      }
      requests.add(LoadClient.post("/v1/models/bench/predict", "{\"records\":[{" + record + "}]}"));
      dev.almanac.pmml.Answer.Label label =
          (dev.almanac.pmml.Answer.Label) evaluator.score(fields(row), List.of("no", "yes"));
      answers.add(
          "\"prediction\":\"%s\"".formatted(label.label()).getBytes(StandardCharsets.US_ASCII));
    }
    return new LoadClient.Questions() {
      @Override
      public byte[] request(long number) {
        return requests.get((int) (number % RECORDS));
      }

      @Override
      public byte[] answer(long number) {
        return answers.get((int) (number % RECORDS));
      }
    };
  }

  private static Map<String, Object> fields(double[] row) {
    Map<String, Object> fields = new HashMap<>();
    for (int i = 0; i < row.length; i++) {
      fields.put("x" + i, row[i]);
    }
    return fields;
  }

  // what it is compared with

  private String spark(SparkSession spark, ServeTable table, long rows) {
    return looks(
        String.format(Locale.ROOT, "%,d forecasts: Spark SQL, session and table warm", rows),
        key ->
            spark
                .sql(
                    String.format(
                        Locale.ROOT,
                        "SELECT * FROM delta.`%s` WHERE run_date = DATE'%s' AND id = %d",
                        table.path(),
                        ServeTable.FIRST,
                        key))
                .collectAsList(),
        rows);
  }

  private String kernel(ServeTable table, long rows) {
    ForecastLookup lookup = ForecastLookup.open(table.path().toString());
    return looks(
        String.format(Locale.ROOT, "%,d forecasts: Delta Kernel, snapshot at hand", rows),
        key -> lookup.find(Map.of("id", Long.toString(key)), Optional.empty()),
        rows);
  }

  /** Looks something up. */
  private interface Look {
    Object at(long key);
  }

  private String looks(String what, Look look, long rows) {
    Random random = new Random(5);
    int count = options.number("looks");
    double[] millis = new double[count];
    for (int i = -3; i < count; i++) {
      long begun = System.nanoTime();
      Object found = look.at(random.nextLong(rows));
      if (i >= 0 && found != null) {
        millis[i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    return percentiles(what, millis);
  }

  private String evaluator(WalkModels model) {
    PmmlModel evaluator = PmmlModel.load(model.pmml());
    List<double[]> rows = rows(model);
    double[] millis = new double[20 * RECORDS];
    for (int i = -5 * RECORDS; i < millis.length; i++) {
      Map<String, Object> fields = fields(rows.get(Math.floorMod(i, RECORDS)));
      long begun = System.nanoTime();
      evaluator.score(fields, List.of("no", "yes"));
      if (i >= 0) {
        millis[i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    return percentiles("GBT 50 x 5: JPMML-Evaluator in the process, no HTTP", millis);
  }

  private static String percentiles(String what, double[] millis) {
    Arrays.sort(millis);
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %.3f |",
        what,
        millis[millis.length / 2],
        millis[(int) (millis.length * 0.99)]);
  }

  private void say(String line) {
    out.println(line);
    lines.add(line);
  }
}
