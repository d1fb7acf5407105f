package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.Text;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Errors of refused publications. */
final class PublicationErrors {
  private static final int SHOWN = 10;

  private PublicationErrors() {}

  static AlmanacException held(PublishRequest request, List<GuardFinding> refusals) {
    return new AlmanacException(
        ErrorCode.GUARD_REFUSED,
        "run %s is held, and %s has for %s what it had:\n%s%s\nIts forecasts are kept aside. Look into it, then either\n  almanac publish --approve %s --reason \"...\"\nor\n  almanac publish --discard %s --reason \"...\""
            .formatted(
                request.runId(),
                request.table(),
                request.runDate(),
                refusals.stream()
                    .limit(SHOWN)
                    .map(PublicationErrors::line)
                    .collect(Collectors.joining("\n")),
                refusals.size() > SHOWN
                    ? String.format(Locale.ROOT, "\n  and %d more", refusals.size() - SHOWN)
                    : "",
                request.runId(),
                request.runId()));
  }

  private static String line(GuardFinding finding) {
    String note = Text.message(finding.note());
    String guard =
        "  %s%s: "
            .formatted(
                finding.guard().word(),
                finding.subject().isEmpty()
                    ? ""
                    : " of '" + Text.printable(finding.subject()) + "'");
    if (Double.isNaN(finding.value()) && !note.isEmpty()) {
      return guard + note;
    }
    return String.format(
        Locale.ROOT,
        "%s%.4g, and the guard allows %.4g%s",
        guard,
        finding.value(),
        finding.most(),
        note.isEmpty() ? "" : " (" + note + ")");
  }

  static AlmanacException nothingToRollBack(String table, String what, String advice) {
    return new AlmanacException(
        ErrorCode.NOTHING_TO_ROLL_BACK, "%s: %s.\n%s".formatted(table, what, advice));
  }

  static AlmanacException filesGone(String table, PublicationRecord publication, Throwable cause) {
    return new AlmanacException(
        ErrorCode.NOTHING_TO_ROLL_BACK,
        String.format(
            Locale.ROOT,
            "the files of run %s (version %d of %s) are not there any more: VACUUM removes what is"
                + " older than the retention.\n"
                + "The table was not changed. Score %s again with the version and sources of then"
                + " (-D score.model=%s), and keep files longer: almanac forecasts vacuum --retain.",
            publication.runId(),
            publication.tableVersion(),
            table,
            publication.runDate(),
            publication.model()),
        cause);
  }
}
