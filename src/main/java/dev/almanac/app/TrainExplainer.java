package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.SearchSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.core.spec.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes the training of a job in sentences. */
final class TrainExplainer {
  private final PlatformSpec platform;
  private final JobSpec job;
  private final TrainSpec train;

  TrainExplainer(PlatformSpec platform, JobSpec job) {
    this.platform = platform;
    this.job = job;
    this.train = job.train();
  }

  /**
   * Adds one line per topic.
   *
   * @param sources description of the sources
   */
  void addTo(Map<String, String> lines, String sources) {
    lines.put("train", sources);
    train.window().ifPresent(window -> lines.put("window", window(window)));
    if (train.learning().skipIfUnchanged()) {
      lines.put("skips", "the training if neither the sources nor the job changed");
    }
    lines.put(
        "forecasts", "'%s', a %s task%s".formatted(train.label(), train.task().word(), positive()));
    lines.put("from", FeatureFormatter.all(train));
    train
        .weights()
        .offset()
        .ifPresent(offset -> lines.put("beside", "'%s', added as it is".formatted(offset)));
    FeatureFormatter.combined(train.combined()).ifPresent(words -> lines.put("and", words));
    weights(train.weights()).ifPresent(words -> lines.put("weights", words));
    lines.put("judged on", split(train.split()));
    lines.put("by", train.algorithm().algorithm().word() + parameters() + ", seed " + train.seed());
    lines.put(
        "again",
        train.reproducibility() == Reproducibility.EXACT
            ? "the same rows give the same bits up to 4 million rows, on two tasks at a time"
            : "the same rows give the same model up to the rounding of sums, on all slots");
    if (train.learning().warmStart()) {
      lines.put("goes on", "from the trees of the version that the alias points to, if any");
    }
    train.search().ifPresent(search -> lines.put("search", search(search)));
    lines.put("gate", gate(train.gate()));
    lines.put(
        "parity",
        "the PMML must answer %s and rows at the edges as Spark does, within %s"
            .formatted(
                Text.count(train.parity().rows(), "holdout row"),
                JobExplainer.plain(train.parity().tolerance())));
    lines.put(
        "publishes",
        "the next version of %s in %s%s%s"
            .formatted(
                job.model(),
                platform.resolve(platform.registryRoot()),
                platform.registrySingleWriter() ? " (with no other writer)" : "",
                job.alias()
                    .map((Alias alias) -> ", and moves " + alias + " to it")
                    .orElse(", and moves no alias")));
  }

  private String positive() {
    if (!train.task().isClassification()) {
      return "";
    }
    String probability =
        train.task() == TaskType.BINARY
            ? "; the probability is that of '%s'".formatted(train.positive())
            : "";
    return probability + "; decided is " + job.decision().describe(train.positive());
  }

  private String parameters() {
    Map<String, Object> params = train.algorithm().params();
    return params.isEmpty() ? "" : " (" + JobExplainer.settings(params) + ")";
  }

  private static String window(WindowSpec window) {
    return window.days().isPresent()
        ? "the %s before the run date, by %s"
            .formatted(Text.count(window.days().getAsInt(), "day"), window.column())
        : "from %s to the run date, by %s"
            .formatted(window.from().map(String::valueOf).orElse(""), window.column());
  }

  private static Optional<String> weights(WeightSpec weights) {
    List<String> words = new ArrayList<>();
    weights.column().ifPresent(column -> words.add("each row counts its " + column));
    if (!weights.classes().isEmpty()) {
      words.add("rows count by label: " + JobExplainer.settings(weights.classes()));
    }
    if (weights.balanced()) {
      words.add("all labels count alike");
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
  }

  private static String split(SplitSpec split) {
    if (split instanceof SplitSpec.ByTime time) {
      return time.from()
          .map(from -> "the rows whose %s is from %s on".formatted(time.column(), from))
          .orElse(
              "the newest %s by %s".formatted(JobExplainer.percent(time.holdout()), time.column()));
    }
    if (split instanceof SplitSpec.ByKey key) {
      return "the rows of %s of the keys in %s, drawn at random"
          .formatted(JobExplainer.percent(key.holdout()), key.column());
    }
    if (split instanceof SplitSpec.ByColumn column) {
      return "the rows whose %s is %s"
          .formatted(column.column(), String.join(" or ", column.values()));
    }
    return "rows drawn at random"
        + (split instanceof SplitSpec.Random random
            ? ", " + JobExplainer.percent(random.holdout())
            : "");
  }

  private static String search(SearchSpec search) {
    return "%s over %s; the best by %s, judged by %s; %s at a time%s"
        .formatted(
            search.tries().isPresent()
                ? Text.count(search.tries().getAsInt(), "combination") + " drawn"
                : "all combinations",
            new TreeMap<>(search.over())
                .entrySet().stream()
                    .map(entry -> entry.getKey() + " " + range(entry.getValue()))
                    .collect(Collectors.joining(", ")),
            search.metric().word(),
            folds(search.folds()),
            Text.count(search.parallel(), "fit"),
            search.minutes().isPresent()
                ? ", none begun after " + Text.count(search.minutes().getAsInt(), "minute")
                : "");
  }

  private static String range(SearchSpec.Range range) {
    if (range instanceof SearchSpec.Range.Between between) {
      return "from %s to %s%s"
          .formatted(
              JobExplainer.plain(between.min()),
              JobExplainer.plain(between.max()),
              between.log() ? " by logarithm" : "");
    }
    return range instanceof SearchSpec.Range.Values values
        ? values.values().stream()
            .map(
                value ->
                    value instanceof Double number
                        ? JobExplainer.plain(number)
                        : String.valueOf(value))
            .collect(Collectors.joining(" | "))
        : "";
  }

  private static String folds(FoldSpec folds) {
    if (folds instanceof FoldSpec.KFold k) {
      return Text.count(k.folds(), "fold") + " of the training part";
    }
    if (folds instanceof FoldSpec.TimeFolds time) {
      return Text.count(time.folds(), "fold") + " of the training part in order of time";
    }
    return folds instanceof FoldSpec.Holdout holdout
        ? JobExplainer.percent(holdout.share()) + " of the training part"
        : "";
  }

  private static String gate(List<GateRule> rules) {
    return rules.isEmpty()
        ? "none: any model is published"
        : rules.stream().map(TrainExplainer::rule).collect(Collectors.joining(", "));
  }

  private static String rule(GateRule rule) {
    List<String> parts = new ArrayList<>();
    if (rule.min().isPresent() || rule.max().isPresent()) {
      parts.add(rule.metric().word() + bounds(rule.min(), rule.max()));
    }
    rule.champion()
        .ifPresent(
            champion ->
                parts.add(
                    "%s on the champion's rows %s (%s, confidence %s)"
                        .formatted(
                            rule.metric().word(),
                            champion.worseBy() < 0
                                ? "better by " + JobExplainer.plain(-champion.worseBy())
                                : "worse by at most " + JobExplainer.plain(champion.worseBy()),
                            champion.judge().word(),
                            JobExplainer.percent(champion.confidence()))));
    rule.segments()
        .forEach(
            segment ->
                parts.add(
                    "%s%s for each %s with %s"
                        .formatted(
                            rule.metric().word(),
                            bounds(segment.min(), segment.max()),
                            segment.column(),
                            Text.count(segment.minRows(), "row"))));
    return String.join(", ", parts);
  }

  private static String bounds(OptionalDouble min, OptionalDouble max) {
    return (min.isPresent() ? " ≥ " + JobExplainer.plain(min.getAsDouble()) : "")
        + (max.isPresent() ? " ≤ " + JobExplainer.plain(max.getAsDouble()) : "");
  }
}
