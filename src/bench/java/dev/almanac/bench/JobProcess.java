package dev.almanac.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a program in a fresh JVM and measures it: wall time, processor time, and the steps that it
 * prints. The working directory is the checkout.
 */
final class JobProcess {
  /** A step as {@code almanac} prints it: seconds, then its name. */
  private static final Pattern STEP = Pattern.compile(" *\\d+\\.\\d s {2}(?!…)(.*)");

  private final Path folder;

  /**
   * @param folder for logs
   */
  JobProcess(Path folder) {
    this.folder = folder;
  }

  /**
   * What one run took.
   *
   * @param wall seconds from the start of the process to its end
   * @param cpu seconds of processor time, user and system; NaN where it is not counted
   * @param others share of the machine's processor time that other processes used meanwhile
   * @param steps the first is the time until the first step, start of the JVM included
   */
  record Run(double wall, double cpu, double others, List<StepTimes.Step> steps) {}

  /** Builds what the launcher would build before its first command. */
  void prepare() {
    almanac(List.of("train", "--help"));
  }

  /** Runs {@code scripts/almanac} with these arguments. */
  Run almanac(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("scripts/almanac"));
    command.addAll(arguments);
    return run(command);
  }

  /** Runs a main class with the JVM options of this process. */
  Run run(String main, List<String> arguments) {
    return run(java(System.getProperty("java.class.path"), List.of(), main, arguments));
  }

  /** The same, with the archive of classes that the launcher made for its own commands. */
  Run archived(String main, List<String> arguments) {
    try {
      String libraries = Files.readString(Path.of("target/classpath.txt")).strip();
      return run(
          java(
              libraries + File.pathSeparator + System.getProperty("java.class.path"),
              List.of("-XX:SharedArchiveFile=target/spark.jsa", "-Xshare:auto"),
              main,
              arguments));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + main, e);
    }
  }

  private List<String> java(
      String classPath, List<String> options, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.matches("-D(almanac|bench)\\..*|-agentlib.*|-javaagent.*"))
        .forEach(command::add);
    command.addAll(options);
    command.add("-Dalmanac.log.file=" + folder.resolve("spark.log"));
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  private Run run(List<String> command) {
    Path log = folder.resolve("process.log");
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      return measure(builder.redirectOutput(folder.resolve("process.out").toFile()), log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Run measure(ProcessBuilder builder, Path log)
      throws IOException, InterruptedException {
    ProcessorTime before = ProcessorTime.now();
    long started = System.nanoTime();
    Process process = builder.start();
    StepTimes steps = new StepTimes();
    List<String> lines = new ArrayList<>();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = err.readLine()) != null) {
        lines.add(line);
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
          steps.step(step.group(1));
        }
      }
    }
    int code = process.waitFor();
    double wall = (System.nanoTime() - started) / 1e9;
    ProcessorTime after = ProcessorTime.now();
    Files.write(log, lines, StandardCharsets.UTF_8);
    if (code != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "exit code %d of %s:%n%s",
              code,
              builder.command().subList(builder.command().size() - 4, builder.command().size()),
              String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()))));
    }
    return new Run(wall, after.children(before), after.others(before), steps.end());
  }
}
