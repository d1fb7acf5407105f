package dev.almanac.database;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JdbcSpec;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Translates SQL exceptions by their SQLSTATE. Source of the states: <a
 * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error Codes</a>.
 */
final class PostgresErrors {

  private PostgresErrors() {}

  /** The exception of a failed export. */
  static AlmanacException copying(JdbcSpec target, SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String what;
    if (state.startsWith("28")) {
      what =
          "%s refused user %s; see publish.jdbc.user and publish.jdbc.password"
              .formatted(target.place(), target.user().orElse("of this process"));
    } else if (state.startsWith("08")) {
      what = "%s cannot be reached, or went away".formatted(target.place());
    } else if (state.equals("3D000")) {
      what = "%s is not there".formatted(target.place());
    } else if (state.equals("57014")) {
      what =
          String.format(
              Locale.ROOT,
              "%s took longer than publish.jdbc.statement-seconds = %d, or was cancelled; another"
                  + " copy of the same date may be under way",
              target.table(),
              target.statementTimeout().toSeconds());
    } else if (state.equals("42501")) {
      what =
          "user %s lacks a right at %s"
              .formatted(target.user().orElse("of this process"), target.table());
    } else {
      what = "%s in %s cannot be written".formatted(target.table(), target.place());
    }
    return new AlmanacException(
        ErrorCode.COPY_FAILED, "%s: %s".formatted(what, describe(failure)), failure);
  }

  private static String describe(SQLException failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    StringBuilder text = new StringBuilder();
    message.lines().forEach(line -> text.append(text.isEmpty() ? "" : "; ").append(line.strip()));
    String state = failure.getSQLState() == null ? "" : " (SQLSTATE " + failure.getSQLState() + ")";
    return Text.message(text.toString()) + state;
  }
}
