package dev.almanac.warehouse;

import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Rows of the runs table, derived from the history of a forecast table. */
final class RunRows {
  private RunRows() {}

  /** One row per publication and, for each rollback, one for the run that was rolled back. */
  static List<RunRecord> of(List<PublicationRecord> history, String location, String user) {
    List<RunRecord> rows = new ArrayList<>();
    for (PublicationRecord publication : history) {
      rows.add(publication.run(location, user));
      publication
          .rolledBackFrom()
          .flatMap(from -> find(history, from))
          .map(from -> takenBack(from, publication, location, user))
          .ifPresent(rows::add);
    }
    return rows;
  }

  /** The row of a rolled-back run: it names the version of the rollback's commit. */
  static RunRecord takenBack(
      PublicationRecord from, PublicationRecord rollback, String location, String user) {
    return from.run(location, user)
        .became(
            RunState.ROLLED_BACK,
            OptionalLong.of(rollback.tableVersion()),
            rollback.committedAt(),
            RunSummary.fact(rollback.summary(), RunSummary.ROLLED_BACK, "by").orElse(user),
            RunSummary.fact(rollback.summary(), RunSummary.ROLLED_BACK, "reason").orElse(""));
  }

  private static Optional<PublicationRecord> find(List<PublicationRecord> history, String run) {
    return history.stream().filter(record -> record.runId().value().equals(run)).findFirst();
  }
}
