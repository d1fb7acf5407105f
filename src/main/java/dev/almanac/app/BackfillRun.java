package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCategory;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.job.Backfill;
import dev.almanac.job.ScoreResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs {@code almanac score --from … --to …} and prints its plan and outcomes. */
final class BackfillRun {
  private final JobCommand command;
  private final boolean dryRun;

  BackfillRun(JobCommand command, boolean dryRun) {
    this.command = command;
    this.dryRun = dryRun;
  }

  /**
   * Plans the backfill and, unless it is a dry run, executes it. The exit code is that of the first
   * failed date; else REFUSED if a date belongs to another job, NOT_FOUND if a date has no version,
   * or 0. A dry run returns 0.
   */
  int run(LoadedJob loaded, Backfill.Request request) {
    List<Backfill.Step> plan;
    List<Backfill.Outcome> outcomes = List.of();
    JobSession session = command.open("backfill", loaded, request.from());
    try (session) {
      Backfill backfill = session.backfill();
      session.run().progress().step("plan %s to %s".formatted(request.from(), request.to()));
      plan = backfill.plan(loaded.job(), request);
      session.run().progress().fact(Long.toString(due(plan)) + " dates to score");
      if (!dryRun) {
        outcomes =
            backfill.run(
                loaded.job(),
                request,
                plan,
                date ->
                    session.run(
                        date,
                        RunId.fresh(
                            command.surroundings().clock().instant(),
                            command.surroundings().random())));
      }
    }
    command.output().result(text(plan, outcomes), json(plan, outcomes));
    return exitCode(plan, outcomes);
  }

  private static long due(List<Backfill.Step> plan) {
    return plan.stream().filter(step -> step.need().isDue()).count();
  }

  private int exitCode(List<Backfill.Step> plan, List<Backfill.Outcome> outcomes) {
    Optional<AlmanacException> first =
        outcomes.stream().flatMap(outcome -> outcome.failure().stream()).findFirst();
    if (first.isPresent()) {
      return first.get().code().category().exitCode();
    }
    if (dryRun) {
      return 0;
    }
    if (has(plan, Backfill.Need.OTHER_JOB)) {
      return ErrorCategory.REFUSED.exitCode();
    }
    return has(plan, Backfill.Need.NO_VERSION) ? ErrorCategory.NOT_FOUND.exitCode() : 0;
  }

  private static boolean has(List<Backfill.Step> plan, Backfill.Need need) {
    return plan.stream().anyMatch(step -> step.need() == need);
  }

  private String text(List<Backfill.Step> plan, List<Backfill.Outcome> outcomes) {
    TextTable table = new TextTable("DATE", "NEED", "BY", "WHY", "OUTCOME");
    for (Backfill.Step step : plan) {
      table.row(
          step.date().toString(),
          word(step.need()),
          step.scoredBy().isEmpty() ? "-" : step.scoredBy(),
          step.why(),
          outcome(step, outcomes));
    }
    long failed = outcomes.stream().filter(outcome -> outcome.failure().isPresent()).count();
    long empty =
        outcomes.stream()
            .filter(outcome -> outcome.result().filter(ScoreResult::skipped).isPresent())
            .count();
    String end =
        dryRun
            ? String.format(
                Locale.ROOT, "%d of %s would be scored", due(plan), Text.count(plan.size(), "date"))
            : String.format(
                Locale.ROOT,
                "%d of %s due: %d scored, %s%d failed, %d left",
                due(plan),
                Text.count(plan.size(), "date"),
                outcomes.size() - failed - empty,
                empty == 0 ? "" : empty + " without rows, ",
                failed,
                due(plan) - outcomes.size());
    return table + end + failures(outcomes);
  }

  /** Complete error messages; the table shows only the first line of each. */
  private static String failures(List<Backfill.Outcome> outcomes) {
    StringBuilder out = new StringBuilder();
    for (Backfill.Outcome outcome : outcomes) {
      outcome
          .failure()
          .ifPresent(
              e ->
                  out.append(
                      "%n%n%s: %s: %s".formatted(outcome.step().date(), e.code(), e.getMessage())));
    }
    return out.toString();
  }

  private String outcome(Backfill.Step step, List<Backfill.Outcome> outcomes) {
    if (!step.need().isDue() || dryRun) {
      return "-";
    }
    return find(step, outcomes)
        .map(
            outcome ->
                outcome
                    .failure()
                    .map(e -> e.code() + ": " + e.getMessage())
                    .or(() -> outcome.result().map(BackfillRun::done))
                    .orElse("another run has done it meanwhile"))
        .orElse("left, because an earlier one failed");
  }

  private static String done(ScoreResult result) {
    if (result.skipped()) {
      return "no rows, nothing published";
    }
    return String.format(
            Locale.ROOT,
            "%s, %s, table version %d",
            Text.count(result.account().scored(), "forecast"),
            Text.count(result.account().rejectedRows(), "reject"),
            result.tableVersion().orElseThrow())
        + result.copied().map(copied -> "; " + copied.describe()).orElse("");
  }

  private Map<String, Object> json(List<Backfill.Step> plan, List<Backfill.Outcome> outcomes) {
    List<Map<String, Object>> dates = new ArrayList<>();
    for (Backfill.Step step : plan) {
      Map<String, Object> date = new LinkedHashMap<>();
      date.put("date", step.date().toString());
      date.put("need", word(step.need()));
      date.put("versions", step.scoredBy());
      date.put("why", step.why());
      find(step, outcomes).ifPresent(outcome -> print(outcome, date));
      dates.add(date);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dryRun", dryRun);
    json.put("due", due(plan));
    json.put("dates", dates);
    return json;
  }

  private static void print(Backfill.Outcome outcome, Map<String, Object> date) {
    outcome
        .result()
        .ifPresent(
            result -> {
              date.put("rowsScored", result.account().scored());
              date.put("rowsRejected", result.account().rejectedRows());
              date.put("skipped", result.skipped());
              result.tableVersion().ifPresent(version -> date.put("tableVersion", version));
              date.put("guards", GuardFormatter.json(result.guards()));
              result.copied().ifPresent(copied -> date.put("copied", ExportFormatter.json(copied)));
            });
    outcome
        .failure()
        .ifPresent(
            e -> {
              date.put("error", e.code().name());
              date.put("message", String.valueOf(e.getMessage()));
            });
  }

  private static Optional<Backfill.Outcome> find(
      Backfill.Step step, List<Backfill.Outcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome.step().equals(step)).findFirst();
  }

  private static String word(Backfill.Need need) {
    return need.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
