package dev.almanac.bench;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.SparkSessions;
import dev.almanac.testing.LocalCluster;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Times the fit alone, on some slots of one process and on some executors with one slot each, which
 * are processes of their own.
 */
public final class SlotsBench {
  private static final String MASTER = "spark.master";
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("rows", "5000000"),
          Map.entry("warm-up-rows", "100000"),
          Map.entry("runs", "1"),
          Map.entry("trees", "20"),
          Map.entry("depth", "5"),
          Map.entry("algorithms", "logistic-regression,gbt"),
          Map.entry("partitions", "1,2,4,8"),
          Map.entry("executors", "1,2"),
          Map.entry("executor-memory", "2048"),
          Map.entry("flights", "data-samples/flights"),
          Map.entry("folder", "var/bench"),
          Map.entry("report", "target/bench/slots.md"));

  /** The fastest of some fits. */
  private record Fit(int slots, String master, int partitions, double seconds) {}

  private final BenchArguments options;
  private final PrintWriter out;
  private final Path folder;

  private SlotsBench(BenchArguments options, PrintWriter out) {
    this.options = options;
    this.out = out;
    this.folder = Path.of(options.word("folder")).toAbsolutePath();
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    new SlotsBench(BenchArguments.parse(DEFAULTS, args), out).run();
  }

  private void run() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Training: slots and executors");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Fits on four fifths of %,d flights (`%s`, see `FlightData`). gbt: %s trees of depth"
                + " %s. The fastest of %s after a fit on %s rows. Reading and splitting are not"
                + " counted.",
            Long.parseLong(options.word("rows")),
            options.word("flights"),
            options.word("trees"),
            options.word("depth"),
            options.word("runs"),
            options.word("warm-up-rows")));
    lines.add("");
    lines.add("Made by `scripts/bench train" + options.given() + "`. Read the ratios.");
    lines.add("");
    Machine.hardware().forEach(fact -> lines.add("- " + fact));
    for (String algorithm : options.words("algorithms")) {
      table(lines, algorithm + ": slots of one process", fits(algorithm, "partitions"));
      table(lines, algorithm + ": executors of one slot", fits(algorithm, "executors"));
    }
    String report = String.join("\n", lines) + "\n";
    out.println();
    out.print(report);
    Path file = Path.of(options.word("report")).toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.writeString(file, report, StandardCharsets.UTF_8);
  }

  private List<Fit> fits(String algorithm, String option) throws IOException {
    List<Fit> fits = new ArrayList<>();
    for (String word : options.words(option)) {
      int slots = Integer.parseInt(word);
      if (slots > 0) {
        Map<String, String> settings = new HashMap<>();
        settings.put(MASTER, "local[" + slots + "]");
        if (option.equals("executors")) {
          settings.putAll(LocalCluster.settings(slots, options.number("executor-memory")));
        }
        settings.put("spark.default.parallelism", word);
        fits.add(fit(algorithm, slots, settings));
      }
    }
    return fits;
  }

  private Fit fit(String algorithm, int slots, Map<String, String> settings) throws IOException {
    Map<String, String> conf = new HashMap<>(settings);
    String master = conf.remove(MASTER);
    PlatformSpec platform =
        new PlatformSpec(folder.toString(), "", false, "", "", master, conf, "");
    SparkSession spark = SparkSessions.open(platform, "almanac bench train");
    try {
      train(spark, algorithm, slots, Long.parseLong(options.word("warm-up-rows")));
      Fit best = new Fit(slots, master, 0, Double.POSITIVE_INFINITY);
      for (int run = 0; run < options.number("runs"); run++) {
        Fit fit = train(spark, algorithm, slots, Long.parseLong(options.word("rows")));
        out.printf(
            Locale.ROOT,
            "%8.1f s %s on %s, %d partitions%n",
            fit.seconds(),
            algorithm,
            master,
            fit.partitions());
        best = fit.seconds() < best.seconds() ? fit : best;
      }
      return best;
    } finally {
      spark.stop();
    }
  }

  private Fit train(SparkSession spark, String algorithm, int slots, long rows) throws IOException {
    Path table = FlightData.table(spark, Path.of(options.word("flights")), rows, folder);
    TrainSpec spec =
        FlightJob.load(folder, algorithm, table, options.number("trees"), options.number("depth"))
            .train();
    StepTimes times = new StepTimes();
    try (TrainedModel model =
        new Trainer().train(spark.read().parquet(table.toString()), spec, times)) {
      double seconds =
          times.end().stream()
              .filter(StepTimes.Step::isFit)
              .mapToDouble(StepTimes.Step::seconds)
              .sum();
      return new Fit(
          slots,
          spark.sparkContext().master(),
          model.train().toJavaRDD().getNumPartitions(),
          seconds);
    }
  }

  private static void table(List<String> lines, String title, List<Fit> fits) {
    if (fits.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("## " + title);
    lines.add("");
    lines.add("| slots | master | partitions | fit, s | times as fast as the first |");
    lines.add("|---|---|---|---|---|");
    for (Fit fit : fits) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %d | `%s` | %d | %.1f | %.2f |",
              fit.slots(),
              fit.master(),
              fit.partitions(),
              fit.seconds(),
              fits.get(0).seconds() / fit.seconds()));
    }
  }
}
