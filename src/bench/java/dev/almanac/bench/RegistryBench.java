package dev.almanac.bench;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.LedgerFiller;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.SampleRegistry;
import dev.almanac.testing.HdfsCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Measures what a registry's operations cost as its ledgers grow. */
public final class RegistryBench {
  private static final ModelName CHURN = new ModelName("churn");
  private static final long ENOUGH = Duration.ofSeconds(6).toNanos();
  private static final ModelRef CHAMPION = ModelRef.parse("churn@champion");

  private final BenchArguments options;
  private final PrintStream out = System.out;
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong chars = new AtomicLong();
  private final AtomicInteger runNumbers = new AtomicInteger(1_000_000);

  private RegistryBench(BenchArguments options) {
    this.options = options;
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) throws IOException {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("versions", "1,100,10000");
    defaults.put("stores", "local,hdfs");
    defaults.put("runs", "15");
    defaults.put("folder", "var/bench/registry");
    defaults.put("report", "src/site/markdown/benchmarks/registry.md");
    new RegistryBench(BenchArguments.parse(defaults, args)).run();
  }

  private void run() throws IOException {
    say("# The registry: what its operations cost");
    say("");
    say(
        "Milliseconds, median and (slowest but one in ten) of "
            + options.number("runs")
            + " runs in one warm JVM. *open* is reading a whole ledger and folding it to the state, which"
            + " every other operation does first; *open, no pages* is the same ledger with its pages taken"
            + " away; *publish* stages three small files, hashes them, writes the manifest and claims the"
            + " number; *resolve* is alias to verified manifest; *list* is the summary of a registry with"
            + " this one model; *history* is every event as JSON.");
    say("");
    say("Made by `scripts/bench registry" + options.given() + "`.");
    say("");
    Machine.hardware().forEach(fact -> say("- " + fact));
    say("");
    say(
        "| store | versions | events | open, no pages | open | resolve | list | history | publish |");
    say("|---|---|---|---|---|---|---|---|---|");
    for (String store : options.words("stores")) {
      for (String versions : options.words("versions")) {
        measure(store, Integer.parseInt(versions));
      }
    }
    Path report = Path.of(options.word("report"));
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }

  private void measure(String kind, int versions) throws IOException {
    FileStore store = store(kind, versions);
    LedgerFiller filler = new LedgerFiller(store, CHURN).fillToVersions(versions - 1);
    ModelRegistry registry = new ModelRegistry(store, Clock.systemUTC(), "bench");
    int last = publish(registry);
    registry.moveAlias(
        CHURN,
        Alias.CHAMPION,
        last,
        OptionalInt.empty(),
        "bench",
        SampleRegistry.run(runNumbers.incrementAndGet()));
    String plain = time(() -> registry.events(CHURN));
    filler.pages();
    int events = registry.events(CHURN).size();
    String paged = time(() -> registry.events(CHURN));
    String resolve = time(() -> registry.resolve(CHAMPION));
    String list = time(registry::models);
    String history =
        time(() -> registry.events(CHURN).forEach(event -> chars.addAndGet(event.json().length())));
    String publish = time(() -> publish(registry));
    say(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,d | %s | %s | %s | %s | %s | %s |",
            kind,
            versions,
            events,
            plain,
            paged,
            resolve,
            list,
            history,
            publish));
    store.deleteTree(CHURN.value());
  }

  private int publish(ModelRegistry registry) {
    return SampleRegistry.publish(registry, runNumbers.incrementAndGet()).version().number();
  }

  private FileStore store(String kind, int versions) {
    return switch (kind) {
      case "local" ->
          FileStores.open(
              Path.of(options.word("folder"), Integer.toString(versions)).toString(),
              WriterPolicy.MANY,
              HdfsCluster::settings);
      case "hdfs" ->
          HdfsCluster.as(
              HdfsCluster.USER,
              () ->
                  FileStores.open(
                      HdfsCluster.freshRoot(), WriterPolicy.MANY, HdfsCluster::settings));
      default -> throw new IllegalArgumentException("no store '" + kind + "': local or hdfs");
    };
  }

  /** Median and ninth decile. What takes seconds is run fewer times, three at least. */
  private String time(Runnable operation) {
    int runs = options.number("runs");
    repeat(operation, runs);
    double[] millis = repeat(operation, runs);
    Arrays.sort(millis);
    int last = millis.length - 1;
    return String.format(
        Locale.ROOT, "%.1f (%.1f)", millis[millis.length / 2], millis[last - millis.length / 10]);
  }

  private static double[] repeat(Runnable operation, int runs) {
    List<Double> millis = new ArrayList<>();
    long begin = System.nanoTime();
    while (millis.size() < 3 || (millis.size() < runs && System.nanoTime() - begin < ENOUGH)) {
      long start = System.nanoTime();
      operation.run();
      millis.add((System.nanoTime() - start) / 1e6);
    }
    return millis.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void say(String line) {
    lines.add(line);
    out.println(line);
  }
}
