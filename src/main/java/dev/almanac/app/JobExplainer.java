package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.core.Text;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.EmptyText;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.data.PathPattern;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes a job file in sentences: what it reads, fits, requires, writes and which alias it
 * moves. Every setting that affects the job appears in a line.
 */
final class JobExplainer {
  private static final int LONGEST_QUERY = 160;

  /** Topics that a dry run replaces, since it has read the table. */
  private static final Set<String> READ_BEFORE = Set.of("train", "from");

  private final PlatformSpec platform;
  private final JobSpec job;
  private final Optional<LocalDate> runDate;
  private final UnaryOperator<String> secrets;

  JobExplainer(LoadedJob loaded, @Nullable LocalDate runDate) {
    this.platform = loaded.platform();
    this.job = loaded.job();
    this.runDate = Optional.ofNullable(runDate);
    this.secrets = loaded.secrets();
  }

  String text() {
    StringBuilder out = new StringBuilder();
    out.append("%s is good.%n%n".formatted(job.model()));
    lines().forEach((topic, line) -> out.append("%-10s %s%n".formatted(topic, line)));
    return out.toString();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", job.model().value());
    json.put("ok", true);
    json.put("explanation", lines());
    return json;
  }

  /** Describes only the training. */
  Map<String, String> training() {
    Map<String, String> lines = new LinkedHashMap<>();
    new TrainExplainer(platform, job).addTo(lines, sources(job.train().dataset()));
    lines.keySet().removeAll(READ_BEFORE);
    lines.replaceAll((topic, line) -> secrets.apply(line));
    return lines;
  }

  private Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    if (!job.description().isEmpty()) {
      lines.put("about", job.description());
    }
    lines.put("stands for", runDate.map(LocalDate::toString).orElse("the date of --run-date"));
    new TrainExplainer(platform, job).addTo(lines, sources(job.train().dataset()));
    new ScoreExplainer(platform, job).addTo(lines, sources(job.score().dataset()));
    lines.put("runs on", "Spark at %s%s".formatted(platform.sparkMaster(), conf()));
    lines.put("logs to", platform.resolve(platform.logFile()));
    lines.replaceAll((topic, line) -> secrets.apply(line));
    return lines;
  }

  private String conf() {
    return platform.sparkConf().isEmpty() ? "" : " with " + settings(platform.sparkConf());
  }

  private String sources(DatasetSpec dataset) {
    return "reads "
        + dataset.sources().stream().map(this::source).collect(Collectors.joining(", "))
        + dataset
            .query()
            .map(query -> " through " + Text.printable(oneLine(query), LONGEST_QUERY))
            .orElse("");
  }

  private String source(SourceSpec source) {
    List<String> words = new ArrayList<>();
    words.add(
        source.format()
            + source
                .location()
                .map(at -> " at " + (source.format().equals("table") ? at : platform.resolve(at)))
                .orElse(""));
    if (source.location().filter(PathPattern::isPattern).isPresent()
        && !source.format().equals("table")) {
      words.add("a pattern of files, unless one has just this name");
    }
    source.version().ifPresent(version -> words.add("version " + version));
    if (!source.options().isEmpty()) {
      words.add("options " + settings(source.options()));
    }
    source.schema().ifPresent(schema -> words.add("schema " + oneLine(schema)));
    if (source.emptyText() != EmptyText.KEEP) {
      words.add("an empty text is " + source.emptyText().configName());
    }
    return "%s (%s)".formatted(source.name(), String.join("; ", words));
  }

  /** Formats settings as {@code a = 1, b = 2}, sorted by name. */
  static String settings(Map<String, ?> settings) {
    return new TreeMap<>(settings)
        .entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + " = "
                        + (entry.getValue() instanceof Double number
                            ? plain(number)
                            : oneLine(String.valueOf(entry.getValue()))))
            .collect(Collectors.joining(", "));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** Formats a number for readers: {@code 0.25}, {@code 5}, {@code 1e-9}. */
  static String plain(double number) {
    BigDecimal value = BigDecimal.valueOf(number).stripTrailingZeros();
    boolean readable = value.scale() <= 6 && value.precision() - value.scale() <= 15;
    return readable ? value.toPlainString() : value.toString().replace("E+", "e").replace("E", "e");
  }

  /** Formats a share for readers: {@code 2.5 %}. */
  static String percent(double share) {
    return plain(BigDecimal.valueOf(share).movePointRight(2).doubleValue()) + " %";
  }
}
