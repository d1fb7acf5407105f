package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueFactory;
import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.TrainSpec;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a job file. */
final class JobParser {
  private static final ConfigList EMPTY = ConfigValueFactory.fromIterable(List.of());
  private static final String NO_ALIAS = "none";
  private static final Map<String, EngineChoice> ENGINES =
      Arrays.stream(EngineChoice.values())
          .collect(Collectors.toUnmodifiableMap(EngineChoice::word, Function.identity()));

  private final Section job;
  private final String effective;

  /**
   * A parser of one job.
   *
   * @param effective the job as canonical JSON
   */
  JobParser(Section job, String effective) {
    this.job = job;
    this.effective = effective;
  }

  /** Notes all problems; the job can be had only if there were none. */
  Supplier<JobSpec> parse() {
    Optional<String> name =
        job.require("name", "write the model's name in the registry").text("name");
    name.ifPresent(n -> job.attempt("name", () -> new ModelName(n)));
    Optional<String> description = job.text("description");
    Optional<LocalDate> runDate = job.date("run-date");
    job.free("define");
    SourcesParser sources = new SourcesParser(job);
    TrainParser trainParser = new TrainParser(job.child("train"), sources);
    Supplier<TrainSpec> train = trainParser.parse();
    Optional<String> alias = job.require("alias", "write champion, or none").text("alias");
    alias.ifPresent(a -> job.attempt("alias", () -> new Alias(a)));
    if (alias.equals(Optional.of(NO_ALIAS))) {
      trainParser.noChampion();
    }
    Section scoring = job.child("score");
    Supplier<ScoreSpec> score = score(scoring, sources);
    Supplier<DecisionSpec> decision =
        new DecisionParser(job.child("decision"), trainParser.task()).parse();
    Supplier<ForecastSpec> forecasts = forecasts(job.child("forecasts"), kept(scoring));
    job.noOthers();
    return () ->
        new JobSpec(
            new ModelName(name.orElseThrow()),
            description.orElse(""),
            runDate,
            train.get(),
            alias.filter(a -> !a.equals(NO_ALIAS)).map(Alias::new),
            score.get(),
            decision.get(),
            forecasts.get(),
            effective);
  }

  private static Supplier<ScoreSpec> score(Section score, SourcesParser sources) {
    Supplier<DatasetSpec> dataset = sources.dataset(score);
    Optional<String> model = score.words("model");
    model.ifPresent(m -> score.attempt("model", () -> ModelRef.parse(m)));
    List<String> keys = score.texts("keys");
    boolean none = score.value("keys").map(v -> v.equals(EMPTY)).orElse(true);
    if (none) {
      score.problem(
          "keys", "is empty; write the columns that tell rows apart, such as [customer_id]");
    }
    List<String> passThrough = score.texts("pass-through");
    columns(score, keys, passThrough);
    Optional<EngineChoice> engine = score.require("engine", "write auto").oneOf("engine", ENGINES);
    OptionalDouble share =
        score.require("max-rejected-share", "write a share").number("max-rejected-share");
    if (share.isPresent() && !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
      score.problem("max-rejected-share", "is 0 to 1, not " + share.getAsDouble());
    }
    Optional<Long> rows = score.whole("max-rejected-rows", 0, Long.MAX_VALUE);
    score.noOthers();
    return () ->
        new ScoreSpec(
            dataset.get(),
            model.orElseThrow(),
            keys,
            passThrough,
            engine.orElseThrow(),
            share.orElseThrow(),
            rows.map(OptionalLong::of).orElseGet(OptionalLong::empty));
  }

  private static List<String> kept(Section score) {
    return Stream.of("keys", "pass-through")
        .flatMap(key -> score.value(key).stream())
        .filter(ConfigList.class::isInstance)
        .flatMap(list -> ((ConfigList) list).stream())
        .filter(Values::isScalar)
        .map(Values::text)
        .toList();
  }

  private static void columns(Section score, List<String> keys, List<String> passThrough) {
    Set<String> seen = new HashSet<>();
    for (String key : keys) {
      Identifiers.forecastColumn(key).ifPresent(what -> score.problem("keys", what));
      if (!seen.add(key.toLowerCase(Locale.ROOT))) {
        score.problem("keys", "'%s' is there twice".formatted(key));
      }
    }
    for (String column : passThrough) {
      Identifiers.forecastColumn(column).ifPresent(what -> score.problem("pass-through", what));
      if (!seen.add(column.toLowerCase(Locale.ROOT))) {
        score.problem(
            "pass-through",
            "'%s' is in the forecast table already; leave it out".formatted(column));
      }
    }
  }

  /**
   * @param kept the columns of the job's own that the forecast table has
   */
  private static Supplier<ForecastSpec> forecasts(Section forecasts, List<String> kept) {
    Optional<String> table = forecasts.words("table");
    Optional<String> rejects = forecasts.words("rejects");
    table.flatMap(Identifiers::forecastTable).ifPresent(what -> forecasts.problem("table", what));
    rejects
        .flatMap(Identifiers::forecastTable)
        .ifPresent(what -> forecasts.problem("rejects", what));
    if (table.isPresent() && rejects.isPresent()) {
      forecasts.attempt("rejects", () -> new ForecastSpec(table.get(), rejects.get()));
    }
    Supplier<GuardSpec> guards = new GuardsParser(forecasts.child("guards")).parse(kept);
    forecasts.noOthers();
    return () -> new ForecastSpec(table.orElseThrow(), rejects.orElseThrow(), guards.get());
  }
}
