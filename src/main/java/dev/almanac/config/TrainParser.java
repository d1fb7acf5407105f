package dev.almanac.config;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.LearningSpec;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.SearchSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.core.spec.WindowSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Parses {@code train { … }}. */
final class TrainParser {
  private static final Map<String, Reproducibility> REPRODUCIBILITY =
      Arrays.stream(Reproducibility.values())
          .collect(Collectors.toMap(Reproducibility::word, Function.identity()));

  private static final Map<String, TaskType> TASKS =
      Arrays.stream(TaskType.values())
          .collect(Collectors.toUnmodifiableMap(TaskType::word, Function.identity()));

  private final Section train;
  private final Supplier<DatasetSpec> dataset;
  private final Optional<TaskType> task;
  private final GateParser gateParser;

  TrainParser(Section train, SourcesParser sources) {
    this.train = train;
    this.dataset = sources.dataset(train);
    this.task =
        train
            .require("task", "write binary, multiclass, regression or clustering")
            .oneOf("task", TASKS);
    this.gateParser = new GateParser(train);
  }

  /** Records a problem for each rule with a champion comparison, because the job sets no alias. */
  void noChampion() {
    gateParser.noChampion();
  }

  /** The task type; empty if it is missing or unknown. */
  Optional<TaskType> task() {
    return task;
  }

  Supplier<TrainSpec> parse() {
    Optional<String> label = label();
    Optional<String> positive = positive();
    FeaturesParser parser = new FeaturesParser(train);
    Supplier<List<FeatureSpec>> features = parser.parse(label);
    Supplier<SplitSpec> split = SplitParser.parse(train.child("split"));
    AlgorithmParser algorithms = new AlgorithmParser(train);
    Supplier<AlgorithmSpec> algorithm = algorithms.parse(task);
    Supplier<Optional<WindowSpec>> window = WindowParser.parse(train.child("window"));
    boolean skip =
        train
            .require("skip-if-unchanged", "write true or false")
            .flag("skip-if-unchanged")
            .orElse(false);
    Supplier<WeightSpec> weights =
        WeightsParser.parse(train.child("weights"), algorithms.found(), task);
    boolean warmStart = warmStart(algorithm);
    Supplier<Optional<SearchSpec>> search =
        new SearchParser(train.child("search"), task)
            .parse(algorithms.found(), "time".equals(train.child("split").text("by").orElse("")));
    Optional<Long> seed =
        train.require("seed", "write a whole number").whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    Optional<Reproducibility> reproducibility =
        train.require("reproducible", "write statistical").oneOf("reproducible", REPRODUCIBILITY);
    Supplier<List<GateRule>> gate = gateParser.parse(task);
    Supplier<TrainSpec.Parity> parity = parity(train.child("parity"));
    train.noOthers();
    return () ->
        new TrainSpec(
            dataset.get(),
            task.orElseThrow(),
            label.orElseThrow(),
            positive.orElse(""),
            features.get(),
            parser.rules().get(),
            parser.combined().get(),
            split.get(),
            window.get(),
            weights.get(),
            algorithm.get(),
            new LearningSpec(skip, warmStart),
            search.get(),
            gate.get(),
            parity.get(),
            seed.orElseThrow(),
            reproducibility.orElseThrow());
  }

  private Optional<String> label() {
    if (task.equals(Optional.of(TaskType.CLUSTERING))) {
      if (train.text("label").isPresent()) {
        train.problem(
            "label", "says nothing where task = clustering, which knows no answer; leave it out");
      }
      return Optional.of(TrainSpec.CLUSTER);
    }
    Optional<String> label = train.require("label", "write the column to forecast").words("label");
    label.flatMap(Identifiers::label).ifPresent(what -> train.problem("label", what));
    return label;
  }

  private boolean warmStart(Supplier<AlgorithmSpec> algorithm) {
    boolean isRequired = train.flag("warm-start").orElse(false);
    if (isRequired) {
      try {
        LearningSpec.warmStartProblem(algorithm.get())
            .ifPresent(what -> train.problem("warm-start", what));
      } catch (NoSuchElementException e) {
        // AlgorithmParser has recorded that no algorithm is named
      }
    }
    return isRequired;
  }

  private Optional<String> positive() {
    if (task.equals(Optional.of(TaskType.BINARY))) {
      return train
          .require(
              "positive",
              "write the label whose probability is told, as text: positive = \"1\" for a 0/1"
                  + " label, \"true\" for a truth value")
          .words("positive");
    }
    Optional<String> positive = train.text("positive");
    if (task.isPresent() && positive.isPresent()) {
      train.problem("positive", "belongs to a binary task, not to " + task.get().word());
    }
    return Optional.empty();
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
