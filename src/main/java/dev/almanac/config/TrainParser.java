package dev.almanac.config;

import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads {@code train { … }}. */
final class TrainParser {
  private static final Map<String, TaskType> TASKS =
      Arrays.stream(TaskType.values())
          .collect(Collectors.toUnmodifiableMap(TaskType::word, Function.identity()));
  private static final List<String> METRICS =
      Arrays.stream(Metric.values()).map(Metric::word).toList();

  private final Section train;
  private final Supplier<DatasetSpec> dataset;
  private final Optional<TaskType> task;

  TrainParser(Section train, SourcesParser sources) {
    this.train = train;
    this.dataset = sources.dataset(train);
    this.task =
        train.require("task", "write binary, multiclass or regression").oneOf("task", TASKS);
  }

  /** What the job forecasts, if it says so. */
  Optional<TaskType> task() {
    return task;
  }

  Supplier<TrainSpec> parse() {
    Optional<String> label = train.require("label", "write the column to forecast").words("label");
    label.flatMap(Identifiers::column).ifPresent(what -> train.problem("label", what));
    Optional<String> positive = positive();
    Supplier<List<FeatureSpec>> features = new FeaturesParser(train).parse(label);
    Supplier<SplitSpec> split = split(train.child("split"));
    Supplier<AlgorithmSpec> algorithm = new AlgorithmParser(train).parse(task);
    Optional<Long> seed =
        train.require("seed", "write a whole number").whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    Supplier<List<GateRule>> gate = gate();
    Supplier<TrainSpec.Parity> parity = parity(train.child("parity"));
    train.noOthers();
    return () ->
        new TrainSpec(
            dataset.get(),
            task.orElseThrow(),
            label.orElseThrow(),
            positive.orElse(""),
            features.get(),
            split.get(),
            algorithm.get(),
            gate.get(),
            parity.get(),
            seed.orElseThrow());
  }

  private Optional<String> positive() {
    if (task.equals(Optional.of(TaskType.BINARY))) {
      return train
          .require(
              "positive",
              "write the label whose probability is told, as text: positive = \"1\" for a 0/1 label, \"true\" for a truth value")
          .words("positive");
    }
    Optional<String> positive = train.text("positive");
    if (task.isPresent() && positive.isPresent()) {
      train.problem("positive", "belongs to a binary task, not to " + task.get().word());
    }
    return Optional.empty();
  }

  private Supplier<SplitSpec> split(Section split) {
    Optional<Boolean> byTime = split.oneOf("by", Map.of("time", true, "random", false));
    Optional<String> column = split.words("column");
    column.flatMap(Identifiers::column).ifPresent(what -> split.problem("column", what));
    Optional<LocalDate> from = split.date("from");
    OptionalDouble holdout = split.number("holdout");
    split.require("holdout", "write a share such as 0.2");
    holdout.ifPresent(share -> split.attempt("holdout", () -> new SplitSpec.Random(share)));
    if (byTime.equals(Optional.of(true))) {
      split.require(
          "column", "write the DATE or TIMESTAMP column that orders the rows, or by = random");
    } else if (byTime.isPresent()) {
      for (String key : List.of("column", "from")) {
        if (split.value(key).isPresent()) {
          split.problem(key, "says nothing where by = random; leave it out, or write by = time");
        }
      }
    }
    split.noOthers();
    return () ->
        byTime.orElseThrow()
            ? new SplitSpec.ByTime(column.orElseThrow(), from, holdout.orElseThrow())
            : new SplitSpec.Random(holdout.orElseThrow());
  }

  private Supplier<List<GateRule>> gate() {
    List<Supplier<GateRule>> rules = new ArrayList<>();
    train
        .children("gate", "each.gate")
        .forEach(
            (word, bounds) -> {
              OptionalDouble min = bounds.number("min");
              OptionalDouble max = bounds.number("max");
              boolean wrong =
                  min.isPresent() != bounds.value("min").isPresent()
                      || max.isPresent() != bounds.value("max").isPresent();
              bounds.noOthers();
              Optional<Metric> metric = metric(word, bounds);
              if (metric.isPresent() && !wrong) {
                bounds.attempt(() -> new GateRule(metric.get(), min, max));
              }
              rules.add(() -> new GateRule(metric.orElseThrow(), min, max));
            });
    return () -> rules.stream().map(Supplier::get).toList();
  }

  private Optional<Metric> metric(String word, Section bounds) {
    Optional<Metric> metric = Metric.find(word);
    if (metric.isEmpty()) {
      String hint =
          Text.nearest(word, METRICS)
              .map(near -> "did you mean '" + near + "'?")
              .orElseGet(() -> "there are " + String.join(", ", METRICS));
      bounds.problem("is no measure; " + hint);
    } else if (task.isPresent() && !Metric.of(task.get()).contains(metric.get())) {
      String own =
          Metric.of(task.get()).stream().map(Metric::word).collect(Collectors.joining(", "));
      bounds.problem("is no measure of a %s task, which has %s".formatted(task.get().word(), own));
    }
    return metric;
  }

  private static Supplier<TrainSpec.Parity> parity(Section parity) {
    Optional<Long> rows =
        parity.require("rows", "write a number").whole("rows", 1, Integer.MAX_VALUE);
    OptionalDouble tolerance = parity.require("tolerance", "write 1e-9").number("tolerance");
    rows.ifPresent(r -> parity.attempt("rows", () -> new TrainSpec.Parity(r.intValue(), 0)));
    tolerance.ifPresent(t -> parity.attempt("tolerance", () -> new TrainSpec.Parity(1, t)));
    parity.noOthers();
    return () -> new TrainSpec.Parity(rows.orElseThrow().intValue(), tolerance.orElseThrow());
  }
}
