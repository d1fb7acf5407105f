package dev.almanac.warehouse;

import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the history of a forecast table says of runs. */
final class RunRows {
  private RunRows() {}

  /** A row for each publication and, for each rollback, one for the run that was taken back. */
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

  /** The run that a rollback took back: its row names the version that did it. */
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
