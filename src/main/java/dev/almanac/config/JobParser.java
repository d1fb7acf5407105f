package dev.almanac.config;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.TableNames;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.TrainSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses a job file. */
final class JobParser {
  private static final String NO_ALIAS = "none";

  private final Section job;
  private final String effective;

  /**
   * Creates a parser for one job.
   *
   * @param effective the job as canonical JSON
   */
  JobParser(Section job, String effective) {
    this.job = job;
    this.effective = effective;
  }

  /** Records all problems; the supplier is valid only if there are none. */
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
    Section forecastTables = job.child("forecasts");
    ScoreParser scoreParser = new ScoreParser(job.child("score"), sources, forecastTables);
    Supplier<ScoreSpec> score = scoreParser.parse();
    Supplier<DecisionSpec> decision =
        new DecisionParser(job.child("decision"), trainParser.task()).parse();
    Supplier<ForecastSpec> forecasts =
        forecasts(forecastTables, scoreParser.kept(), name.orElse(""));
    Optional<Supplier<JdbcSpec>> copy = new PublishParser(job).parse(scoreParser.kept());
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
            copy.map(Supplier::get),
            effective);
  }

  /**
   * Parses the forecast tables and their guards.
   *
   * @param kept the job's own columns in the forecast table
   * @param job the job's name
   */
  private static Supplier<ForecastSpec> forecasts(
      Section forecasts, List<String> kept, String job) {
    Supplier<ForecastSpec> tables = tables(forecasts);
    Supplier<GuardSpec> guards = new GuardsParser(forecasts.child("guards")).parse(kept);
    Optional<String> catalogTable = forecasts.words("catalog-table");
    catalogTable
        .flatMap(Identifiers::tableOfSchema)
        .ifPresent(what -> forecasts.problem("catalog-table", what));
    Optional<String> takeOver = forecasts.words("take-over");
    takeOver.ifPresent(other -> forecasts.attempt("take-over", () -> requireOther(other, job)));
    Optional<String> formerTable =
        forecasts
            .value("table")
            .filter(table -> ConfigLocation.of(table.origin()).derivedFrom().isPresent())
            .map(table -> TableNames.flattened(job))
            .filter(former -> !former.equals(TableNames.derived(job)));
    forecasts.noOthers();
    return () ->
        new ForecastSpec(
            tables.get().table(),
            tables.get().rejects(),
            guards.get(),
            catalogTable,
            takeOver,
            formerTable);
  }

  private static void requireOther(String other, String job) {
    if (new ModelName(other).value().equals(job)) {
      throw new IllegalArgumentException(
          "is this job itself, which replaces its own forecasts anyway; leave the line out");
    }
  }

  /** Parses the names of the forecast table and of the reject table in a block. */
  static Supplier<ForecastSpec> tables(Section block) {
    Optional<String> table = block.words("table");
    Optional<String> rejects = block.words("rejects");
    table.flatMap(Identifiers::forecastTable).ifPresent(what -> block.problem("table", what));
    rejects.flatMap(Identifiers::forecastTable).ifPresent(what -> block.problem("rejects", what));
    if (table.isPresent() && rejects.isPresent()) {
      block.attempt("rejects", () -> new ForecastSpec(table.get(), rejects.get()));
    }
    return () -> new ForecastSpec(table.orElseThrow(), rejects.orElseThrow());
  }
}
