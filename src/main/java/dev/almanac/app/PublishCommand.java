package dev.almanac.app;

import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.job.ExportChoice;
import dev.almanac.job.ForecastTables;
import dev.almanac.job.HeldRunApproval;
import dev.almanac.job.WithCopy;
import dev.almanac.warehouse.Publication;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac publish}: approves or discards the forecasts of a held run. */
@Command(
    name = "publish",
    header = "Decide about a run that a guard held.",
    description =
        "Publish exactly the forecasts that a held run left, in one commit and without scoring"
            + " again, or remove them. Who decided and why stays in the commit and in the table of"
            + " runs.",
    footer = {
      "",
      "Examples:",
      "  almanac publish --approve 20010601t031500z-9f3c1a07be --reason \"the strike is real\"",
      "  almanac publish --discard 20010601t031500z-9f3c1a07be --reason \"half a day is missing\""
    })
final class PublishCommand extends WarehouseCommand {
  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  @Mixin private final ReasonOption reason = new ReasonOption();
  @Mixin private final CopyOptions copy = new CopyOptions();

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "The forecast table, where the table of runs does not know the run.")
  private @Nullable String table;

  /** The two mutually exclusive options. */
  static final class Choice {
    @Option(
        names = "--approve",
        paramLabel = "RUN",
        converter = JobOptions.RunIdConverter.class,
        description = "Publish this run's forecasts.")
    private @Nullable RunId approve;

    @Option(
        names = "--discard",
        paramLabel = "RUN",
        converter = JobOptions.RunIdConverter.class,
        description = "Remove this run's forecasts.")
    private @Nullable RunId discard;
  }

  PublishCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Optional<String> named = Optional.ofNullable(table).map(ForecastTables::check);
    if (choice.approve != null) {
      approve(choice.approve, named);
    } else if (choice.discard != null) {
      discard(choice.discard, named);
    }
    return 0;
  }

  private void approve(RunId run, Optional<String> named) {
    ExportChoice copying = copy.copying(this);
    WithCopy<Publication> result =
        with(
            "publish",
            site ->
                new HeldRunApproval(site.spark(), site.registry(), site.platform())
                    .approve(run, named, decision(reason), copying, site.progress()));
    Publication publication = result.done();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("runId", run.value());
    json.put("state", "published");
    json.put("table", publication.table());
    json.put("tableVersion", publication.tableVersion());
    json.put("rowsScored", publication.rows().scored());
    result.copied().ifPresent(copied -> json.put("copied", ExportFormatter.json(copied)));
    output()
        .result(
            String.format(
                    Locale.ROOT,
                    "%s of run %s published in %s (table version %d)",
                    Text.count(publication.rows().scored(), "forecast"),
                    run,
                    publication.table(),
                    publication.tableVersion())
                + describe(result),
            json);
  }

  private void discard(RunId run, Optional<String> named) {
    with(
        "publish",
        site -> {
          new HeldRunApproval(site.spark(), site.registry(), site.platform())
              .discard(run, named, decision(reason), site.progress());
          return run;
        });
    output()
        .result(
            "the forecasts of run %s were removed; nothing was published".formatted(run),
            Map.of("runId", run.value(), "state", "refused"));
  }
}
