package dev.almanac.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times whole commands, each started by the launcher in a fresh JVM, next to bare Spark programs in
 * the same run.
 */
public final class JobBench {
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("rows", "8000000"),
          Map.entry("small-rows", "10000"),
          Map.entry("train-rows", "200000"),
          Map.entry("model-rows", "50000"),
          Map.entry("rounds", "3"),
          Map.entry("trees", "50"),
          Map.entry("only", "score,backfill,run,train,wide,dirty"),
          Map.entry("algorithms", "gbt,xgboost,logistic-regression"),
          Map.entry("master", "local[2]"),
          Map.entry("folder", "var/bench/job"),
          Map.entry("report", "target/bench/job.md"));

  private static final int DATES = 10;
  private static final String FLOOR = JobFloor.class.getName();

  private final BenchArguments options;
  private final PrintWriter out;
  private final Path folder;
  private final JobData data;
  private final JobProcess process;
  private final JobReport report;

  private JobBench(BenchArguments options, PrintWriter out) {
    this.options = options;
    this.out = out;
    this.folder = Path.of(options.word("folder")).toAbsolutePath();
    this.data = new JobData(folder, Math.toIntExact(options.number("trees")));
    this.process = new JobProcess(folder.resolve("logs"));
    this.report = new JobReport();
  }

  /** Runs it; see {@code scripts/bench --help} for the arguments. */
  public static void main(String[] args) throws IOException {
    BenchArguments options = BenchArguments.parse(DEFAULTS, args);
    new JobBench(options, new PrintWriter(System.out, true, StandardCharsets.UTF_8)).run();
  }

  private void run() throws IOException {
    List<String> only = options.words("only");
    process.prepare();
    for (int round = 1; round <= options.number("rounds"); round++) {
      out.printf(Locale.ROOT, "round %d%n", round);
      if (only.contains("score")) {
        score();
      }
      if (only.contains("backfill")) {
        backfill();
      }
      if (only.contains("run")) {
        flights();
      }
      if (only.contains("train")) {
        train();
      }
      if (only.contains("wide")) {
        wide("logistic-regression", JobData.WIDE, 5_000);
      }
      if (only.contains("dirty")) {
        options.words("algorithms").forEach(name -> wide(name, JobData.DIRTY, 1_000_000));
      }
    }
    String text = report.text(options.given(), options.word("master"));
    out.println();
    out.print(text);
    Path file = Path.of(options.word("report")).toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /** Floors and commands in turns: before each model's commands both floors. */
  private void score() {
    long rows = Long.parseLong(options.word("rows"));
    for (String algorithm : options.words("algorithms")) {
      Path job = model(algorithm, rows);
      add(JobReport.FLAT, rows, process.run(FLOOR, floor("flat", rows)));
      add(JobReport.SORTED, rows, process.run(FLOOR, floor("sorted", rows)));
      add(JobReport.ARCHIVED, rows, process.archived(FLOOR, floor("sorted", rows)));
      Path warehouse = fresh("warehouse");
      List<String> command = List.of("score", job.toString(), "--run-date");
      String name = "`score` " + algorithm;
      almanac(name + ", first publication", rows, command, "2026-01-01", warehouse);
      almanac(name + ", next date", rows, command, "2026-01-02", warehouse);
      if (algorithm.equals(options.words("algorithms").get(0))) {
        almanac(name + ", the same date again", rows, command, "2026-01-02", warehouse);
      }
      BenchData.forget(warehouse);
    }
  }

  private void backfill() {
    long rows = Long.parseLong(options.word("small-rows"));
    String algorithm = options.words("algorithms").get(0);
    Path job = model(algorithm, rows);
    Path warehouse = fresh("warehouse");
    String name = "`score` " + algorithm + ", one small date";
    almanac(name, rows, List.of("score", job.toString(), "--run-date"), "2025-12-31", warehouse);
    List<String> dates = List.of("score", job.toString(), "--from", "2026-01-01", "--to");
    name = "`score` " + algorithm + ", backfill of 10 small dates";
    JobProcess.Run run = almanac(name, rows * DATES, dates, "2026-01-10", warehouse);
    report.backfill(perDate(run));
  }

  /** The mean time between the second date and the last, by the step that begins a date. */
  private static double perDate(JobProcess.Run run) {
    List<StepTimes.Step> steps = run.steps();
    String begin =
        steps.stream()
            .map(StepTimes.Step::name)
            .filter(
                name -> steps.stream().filter(step -> step.name().equals(name)).count() == DATES)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no step of each date in " + steps));
    double seconds = 0;
    int seen = 0;
    for (StepTimes.Step step : steps) {
      seen += step.name().equals(begin) ? 1 : 0;
      if (seen > 1 && seen < DATES) {
        seconds += step.seconds();
      }
    }
    return seconds / (DATES - 2);
  }

  private void flights() {
    Path registry = fresh("run-registry");
    Path warehouse = fresh("warehouse");
    String name = "first `run jobs/flight-delay.conf`";
    List<String> command = List.of("run", "jobs/flight-delay.conf", "--run-date");
    almanac(name, 175_359, command, "2001-06-01", warehouse, registry);
    BenchData.forget(registry);
  }

  private void train() {
    long rows = Long.parseLong(options.word("train-rows"));
    make(rows);
    for (String algorithm : options.words("algorithms")) {
      Path job = data.job(algorithm, rows, rows);
      Path registry = fresh("train-registry");
      List<String> command = List.of("train", job.toString(), "--run-date");
      almanac("`train` " + algorithm, rows, command, "2026-01-01", fresh("warehouse"), registry);
      BenchData.forget(registry);
    }
  }

  /** A whole {@code run} on a table of many columns. */
  private void wide(String algorithm, String table, long rows) {
    if (!data.isMade(data.table(table))) {
      out.printf(Locale.ROOT, "  making %s%n", table);
      process.run(FLOOR, List.of("make-wide", options.word("master"), folder.toString(), table));
    }
    List<String> command = new ArrayList<>(List.of("run", data.job(algorithm, table).toString()));
    if (table.equals(JobData.WIDE)) {
      // Compiling a program for thousands of columns takes longer than a few thousand rows.
      command.addAll(
          List.of(
              "-D", "almanac.spark.conf.\"spark.sql.codegen.wholeStage\"=false",
              "-D", "almanac.spark.conf.\"spark.sql.codegen.factoryMode\"=NO_CODEGEN"));
    }
    command.add("--run-date");
    Path registry = fresh("wide-registry");
    String name = "`run` " + algorithm + ", " + table;
    almanac(name, rows, command, "2026-01-01", fresh("warehouse"), registry);
    BenchData.forget(registry);
  }

  /** The job file of a model that is in the registry, trained if an earlier run left none. */
  private Path model(String algorithm, long rows) {
    long modelRows = Long.parseLong(options.word("model-rows"));
    make(rows);
    make(modelRows);
    Path job = data.job(algorithm, modelRows, rows);
    Path done =
        folder.resolve("trained-" + algorithm + "-" + modelRows + "-" + options.word("trees"));
    if (!Files.exists(done)) {
      out.printf(Locale.ROOT, "  training %s on %,d rows%n", algorithm, modelRows);
      List<String> command = List.of("train", job.toString(), "--run-date", "2025-12-01");
      process.almanac(arguments(command, folder.resolve("warehouse"), registry()));
      try {
        Files.createFile(done);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return job;
  }

  private void make(long rows) {
    if (!data.isMade(data.table(rows))) {
      out.printf(Locale.ROOT, "  making %,d rows%n", rows);
      process.run(
          FLOOR, List.of("make", options.word("master"), folder.toString(), Long.toString(rows)));
    }
  }

  /** The arguments of a floor that writes into an empty folder. */
  private List<String> floor(String which, long rows) {
    return List.of(
        which,
        options.word("master"),
        folder.toString(),
        Long.toString(rows),
        fresh("floor").toString());
  }

  private JobProcess.Run almanac(
      String name, long rows, List<String> command, String date, Path warehouse) {
    return almanac(name, rows, command, date, warehouse, registry());
  }

  private JobProcess.Run almanac(
      String name, long rows, List<String> command, String date, Path warehouse, Path registry) {
    List<String> dated = new ArrayList<>(command);
    dated.add(date);
    JobProcess.Run run = process.almanac(arguments(dated, warehouse, registry));
    add(name, rows, run);
    return run;
  }

  private void add(String name, long rows, JobProcess.Run run) {
    out.printf(
        Locale.ROOT,
        "  %-48s %,10d rows %7.1f s, CPU %7.1f s, %5.2f µs a row; others %2.0f %%%n",
        name,
        rows,
        run.wall(),
        run.cpu(),
        run.cpu() * 1e6 / rows,
        run.others() * 100);
    run.steps().stream()
        .filter(step -> run.steps().size() > 1 && run.steps().size() < 25)
        .forEach(step -> out.printf(Locale.ROOT, "    %6.1f s %s%n", step.seconds(), step.name()));
    report.add(name, rows, run);
  }

  private List<String> arguments(List<String> command, Path warehouse, Path registry) {
    List<String> arguments = new ArrayList<>(command);
    for (String setting :
        List.of(
            "registry.root=" + registry,
            "warehouse.root=" + warehouse,
            "spark.master=" + options.word("master"),
            "log-file=" + folder.resolve("logs").resolve("spark.log"))) {
      arguments.addAll(List.of("-D", "almanac." + setting));
    }
    return arguments;
  }

  /** Of the models that score. */
  private Path registry() {
    return folder.resolve("registry-" + options.word("model-rows"));
  }

  private Path fresh(String name) {
    Path path = folder.resolve(name);
    BenchData.forget(path);
    return path;
  }
}
