package dev.almanac.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the page about compiled documents: what JMH measured, which parts that falls into, and how
 * long large documents take to compile.
 */
public final class WalkBench {
  private static final String PERCENTILE = "WalkJmh.%s:%s";

  private final BenchArguments options;
  private final PrintStream out = System.out;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Double> measured = new LinkedHashMap<>();

  private WalkBench(BenchArguments options) {
    this.options = options;
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) throws IOException {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("jmh", "target/jmh/walk.csv");
    defaults.put("seconds", "4");
    defaults.put("megabytes", "20");
    defaults.put("report", "src/site/markdown/benchmarks/walk.md");
    new WalkBench(BenchArguments.parse(defaults, args)).run();
  }

  private void run() throws IOException {
    for (String line : Files.readAllLines(Path.of(options.word("jmh")), StandardCharsets.UTF_8)) {
      String[] cells = line.replace("\"", "").split(",", -1);
      if (cells.length >= 8 && cells[0].contains("WalkJmh.")) {
        String name = cells[0].substring(cells[0].indexOf("WalkJmh."));
        measured.put(name + " " + cells[7], Double.parseDouble(cells[4]));
      }
    }
    say("# Compiled documents: the walk alone, and compiling");
    say("");
    say(
        "Made-up documents of 12 numbers (logistic: and 4 texts of 20 levels), scored in blocks of 64 rows on"
            + " one core, without Spark: inputs are set from arrays, blocks are scored, answers are there."
            + " Trees fill their levels; every split has a limit of its own and halves its rows. Nanoseconds a"
            + " row by JMH (sample time, a block a sample): the fastest block, which is nearest to a quiet"
            + " machine, and in brackets the median.");
    say("");
    say("Made by `scripts/bench walk" + options.given() + "`. Read the ratios.");
    say("");
    Machine.hardware().forEach(fact -> say("- " + fact));
    say("- JPMML-Evaluator 1.7.4, called as `PmmlModel.score`");
    say("");
    say(
        "| document | all | inputs | ranks | walk and sum | a visit | JPMML-Evaluator | times as long |");
    say("|---|---|---|---|---|---|---|---|");
    for (String model : List.of("boosted-100x6", "gbt-50x5", "forest-100x8")) {
      forest(model);
    }
    logistic("compiled", "logistic, texts by bytes");
    logistic("compiledCodes", "logistic, texts by codes");
    say("");
    say(
        "*inputs*: setting and reading 12 numbers, from a tree of 12 questions that walks one of them."
            + " *ranks*: finding each number's rank among the limits, from one tree that asks all questions of"
            + " the forest and walks one of them. *walk and sum*: the rest; *a visit*: that by trees and levels.");
    say("");
    say("## Compiling");
    say("");
    say(
        "After a small document, in the same JVM. JPMML has to read a document for either engine; its time"
            + " includes the screen. *again*: the same document once more. Memory of the arrays as estimated.");
    say("");
    CompileBench.table(options.number("megabytes")).forEach(this::say);
    Path report = Path.of(options.word("report"));
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }

  private void forest(String model) {
    double all = time("compiled", "p0.00", model);
    double inputs = time("compiled", "p0.00", "no-trees");
    double requested = time("compiled", "p0.00", WalkModels.withoutTrees(model));
    double evaluator = time("evaluator", "p0.00", model);
    say(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f (%,.0f) | %,.0f | %,.0f | %,.0f | %.2f | %,.0f (%,.0f) | %.0f |",
            model,
            all,
            time("compiled", "p0.50", model),
            inputs,
            requested - inputs,
            all - requested,
            (all - requested) / WalkModels.of(model).visits(),
            evaluator,
            time("evaluator", "p0.50", model),
            evaluator / all));
  }

  private void logistic(String benchmark, String name) {
    double all = time(benchmark, "p0.00", "logistic");
    double evaluator = time("evaluator", "p0.00", "logistic");
    say(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f (%,.0f) | | | | | %,.0f (%,.0f) | %.0f |",
            name,
            all,
            time(benchmark, "p0.50", "logistic"),
            evaluator,
            time("evaluator", "p0.50", "logistic"),
            evaluator / all));
  }

  private double time(String benchmark, String percentile, String model) {
    String key = PERCENTILE.formatted(benchmark, percentile) + " " + model;
    Double found = measured.get(key);
    if (found == null) {
      throw new IllegalStateException("JMH's results lack " + key + ", among " + measured.keySet());
    }
    return found;
  }

  private void say(String line) {
    lines.add(line);
    out.println(line);
  }
}
