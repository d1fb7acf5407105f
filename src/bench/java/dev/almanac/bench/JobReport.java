package dev.almanac.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures of {@link JobBench} as Markdown. */
final class JobReport {
  static final String FLAT = "floor *flat*";
  static final String SORTED = "floor *sorted*";
  static final String ARCHIVED = "floor *sorted*, with the launcher's archive of classes";

  /** All runs of one command or floor. */
  private record Contender(long rows, List<JobProcess.Run> runs) {
    double[] wall() {
      return runs.stream().mapToDouble(JobProcess.Run::wall).toArray();
    }

    double[] cpu() {
      return runs.stream().mapToDouble(JobProcess.Run::cpu).toArray();
    }
  }

  private final Map<String, Contender> contenders = new LinkedHashMap<>();
  private final List<Double> perDate = new ArrayList<>();

  void add(String name, long rows, JobProcess.Run run) {
    contenders.computeIfAbsent(name, key -> new Contender(rows, new ArrayList<>())).runs().add(run);
  }

  /** Seconds a date of a backfill, after the first. */
  void backfill(double seconds) {
    perDate.add(seconds);
  }

  String text(String arguments, String master) {
    List<String> lines = new ArrayList<>();
    lines.add("# Whole commands next to bare Spark");
    lines.add("");
    lines.add("Made by `scripts/bench job" + arguments + "`.");
    lines.add("");
    Machine.facts(master).forEach(fact -> lines.add("- " + fact));
    lines.add("");
    lines.add(
        "| process | rows | wall, s: median (range) | CPU, s: median (range) | CPU, µs a row"
            + " | wall / sorted | CPU / sorted | wall / flat |");
    lines.add("|---|---|---|---|---|---|---|---|");
    contenders.forEach((name, contender) -> lines.add(row(name, contender)));
    if (!perDate.isEmpty()) {
      double[] seconds = perDate.stream().mapToDouble(Double::doubleValue).toArray();
      lines.add("");
      lines.add("Backfill, seconds a date after the first: " + spread(seconds) + ".");
    }
    lines.add("");
    lines.add("## Steps");
    contenders.forEach((name, contender) -> steps(lines, name, contender));
    lines.add("");
    lines.add("## All runs");
    lines.add("");
    lines.add("| process | wall, s / CPU, s / share of the processors that others used |");
    lines.add("|---|---|");
    contenders.forEach((name, contender) -> lines.add(runs(name, contender)));
    return String.join("\n", lines) + "\n";
  }

  private String row(String name, Contender contender) {
    double wall = median(contender.wall());
    double cpu = median(contender.cpu());
    Contender sorted = floor(SORTED, contender.rows());
    Contender flat = floor(FLAT, contender.rows());
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %s | %s | %.2f | %s | %s | %s |",
        name,
        contender.rows(),
        spread(contender.wall()),
        spread(contender.cpu()),
        cpu * 1e6 / contender.rows(),
        sorted == null ? "" : ratio(wall, sorted.wall()),
        sorted == null ? "" : ratio(cpu, sorted.cpu()),
        flat == null ? "" : ratio(wall, flat.wall()));
  }

  private @Nullable Contender floor(String name, long rows) {
    Contender floor = contenders.get(name);
    return floor == null || floor.rows() != rows ? null : floor;
  }

  /** Medians by the name of the step; steps of the same name in one run are added up. */
  private static void steps(List<String> lines, String name, Contender contender) {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (JobProcess.Run run : contender.runs()) {
      Map<String, Double> sums = new LinkedHashMap<>();
      run.steps().forEach(step -> sums.merge(step.name(), step.seconds(), Double::sum));
      sums.forEach((step, sum) -> seconds.computeIfAbsent(step, key -> new ArrayList<>()).add(sum));
    }
    if (seconds.size() < 2) {
      return;
    }
    lines.add("");
    lines.add("### " + name);
    lines.add("");
    lines.add("| step | seconds, median |");
    lines.add("|---|---|");
    seconds.forEach(
        (step, all) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %.1f |",
                    step.replace("|", "\\|"),
                    median(all.stream().mapToDouble(Double::doubleValue).toArray()))));
    double[] fit =
        contender.runs().stream()
            .mapToDouble(
                run ->
                    run.steps().stream()
                        .filter(StepTimes.Step::isFit)
                        .mapToDouble(StepTimes.Step::seconds)
                        .sum())
            .toArray();
    if (median(fit) > 0) {
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT,
              "The fit is %.0f %% of the command.",
              100 * median(fit) / median(contender.wall())));
    }
  }

  private static String runs(String name, Contender contender) {
    return contender.runs().stream()
        .map(
            run ->
                String.format(
                    Locale.ROOT,
                    "%.1f / %.1f / %.0f %%",
                    run.wall(),
                    run.cpu(),
                    100 * run.others()))
        .collect(Collectors.joining("; ", "| " + name + " | ", " |"));
  }

  private static String ratio(double value, double[] floor) {
    return String.format(Locale.ROOT, "%.2f", value / median(floor));
  }

  private static String spread(double[] values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f to %.1f)",
        median(values),
        ascending[0],
        ascending[ascending.length - 1]);
  }

  private static double median(double[] values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    int middle = ascending.length / 2;
    return ascending.length % 2 == 1
        ? ascending[middle]
        : (ascending[middle - 1] + ascending[middle]) / 2;
  }
}
