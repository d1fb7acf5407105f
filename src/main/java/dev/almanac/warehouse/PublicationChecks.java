package dev.almanac.warehouse;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RowCounts;
import dev.almanac.core.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Checks of counts and keys before a date's forecasts are replaced. */
final class PublicationChecks {
  private static final int SHOWN = 5;

  private final Dataset<Row> scored;
  private final PublishRequest request;

  /**
   * @param scored the needed columns of the run's rows; read only to describe an error
   */
  PublicationChecks(Dataset<Row> scored, PublishRequest request) {
    this.scored = scored;
    this.request = request;
  }

  /**
   * Checks the counts that were taken while the rows were computed.
   *
   * @return counts of rows by outcome
   * @throws AlmanacException at the first check that fails
   */
  RowCounts check() {
    OutcomeCounts.Counts counts = request.scored().counts(request.prefix());
    RowCounts account = account(counts.scored(), counts.rejected());
    refuseNothing(account);
    refuseRejects(account);
    refuseNullKeys(counts.nullKeys(), account.in());
    return account;
  }

  private RowCounts account(long scoredRows, Map<String, Long> rejected) {
    try {
      return new RowCounts(request.scored().rowsIn(), scoredRows, rejected);
    } catch (IllegalArgumentException e) {
      throw new AlmanacException(
          ErrorCode.INTERNAL,
          "rows are unaccounted for: %s.\nEither the source changed while it was read, or scoring lost or doubled rows. Nothing was published; run again, and report it if it comes back."
              .formatted(e.getMessage()),
          e);
    }
  }

  private void refuseNothing(RowCounts account) {
    if (account.in() == 0) {
      throw new AlmanacException(
          ErrorCode.NOTHING_TO_PUBLISH,
          "there is no row to forecast for run date %s.\nNothing was published; whatever %s has of that day stays. Check the source and the job's query for that date. If it may have no rows, as on a holiday, write score.when-empty = skip."
              .formatted(request.runDate(), request.table()));
    }
  }

  private void refuseRejects(RowCounts account) {
    boolean none = account.scored() == 0;
    boolean few = account.rejectedShare() <= request.maxRejectedShare();
    long most = request.maxRejectedRows().orElse(Long.MAX_VALUE);
    if (!none && few && account.rejectedRows() <= most) {
      return;
    }
    throw new AlmanacException(
        none && few ? ErrorCode.NOTHING_TO_PUBLISH : ErrorCode.TOO_MANY_REJECTS,
        String.format(
            Locale.ROOT,
            "%s of %s (%s) got no forecast; %s.\n"
                + "%s\n"
                + "Nothing was published. Correct the rows in the source or the query, or allow"
                + " more.",
            Text.grouped(account.rejectedRows()),
            Text.count(account.in(), "row"),
            percent(account.rejectedShare()),
            few && !none
                ? "max-rejected-rows allows " + Text.grouped(most)
                : "max-rejected-share allows " + percent(request.maxRejectedShare()),
            reasons()));
  }

  private String reasons() {
    Column number = ForecastSchema.named("_rows");
    return scored
        .where(ForecastSchema.named(ForecastColumns.REJECT_REASON).isNotNull())
        .groupBy(
            ForecastSchema.named(ForecastColumns.REJECT_REASON),
            ForecastSchema.named(ForecastColumns.REJECT_FIELD))
        .agg(
            count(lit(1)).as("_rows"),
            functions.min(ForecastSchema.named(ForecastColumns.REJECT_VALUE)).as("_example"))
        .orderBy(number.desc(), ForecastSchema.named(ForecastColumns.REJECT_REASON))
        .limit(SHOWN)
        .collectAsList()
        .stream()
        .map(
            row ->
                String.format(
                    Locale.ROOT,
                    "  %10d  %s%s%s",
                    row.getLong(2),
                    row.getString(0),
                    row.isNullAt(1) ? "" : " in '" + Text.printable(row.getString(1)) + "'",
                    row.isNullAt(3) ? "" : ", such as '" + Text.printable(row.getString(3)) + "'"))
        .collect(Collectors.joining("\n"));
  }

  private void refuseNullKeys(long nullKeys, long rows) {
    if (nullKeys == 0) {
      return;
    }
    Column anyKeyNull =
        Arrays.stream(ForecastSchema.named(request.keys()))
            .map(Column::isNull)
            .reduce(Column::or)
            .orElseThrow();
    throw new AlmanacException(
        ErrorCode.NULL_KEYS,
        String.format(
            Locale.ROOT,
            "%s of %s have no value in a key column (%s), so nobody could look them up, such"
                + " as %s.\n"
                + "Nothing was published. Leave these rows out in the job's query, or choose other"
                + " keys.",
            Text.grouped(nullKeys),
            Text.count(rows, "row"),
            String.join(", ", request.keys()),
            sample(anyKeyNull)));
  }

  /**
   * Refuses duplicate keys; reads the keys of all rows.
   *
   * @throws AlmanacException DUPLICATE_KEYS
   */
  void requireDistinctKeys() {
    Column[] keys = ForecastSchema.named(request.keys());
    List<Row> duplicates =
        scored
            .groupBy(keys)
            .agg(count(lit(1)).as("_rows"))
            .where(ForecastSchema.named("_rows").gt(1))
            .orderBy(keys)
            .limit(SHOWN)
            .collectAsList();
    if (duplicates.isEmpty()) {
      return;
    }
    throw new AlmanacException(
        ErrorCode.DUPLICATE_KEYS,
        "the keys (%s) do not tell all rows apart, such as %s.\nNothing was published. Make the rows distinct in the job's query, or add the column that tells them apart to the keys."
            .formatted(
                String.join(", ", request.keys()),
                duplicates.stream()
                    .map(
                        row ->
                            describe(row) + " in " + Text.count(row.getLong(row.size() - 1), "row"))
                    .collect(Collectors.joining("; "))));
  }

  private String sample(Column condition) {
    return scored
        .where(condition)
        .select(ForecastSchema.named(request.keys()))
        .limit(SHOWN)
        .collectAsList()
        .stream()
        .map(this::describe)
        .collect(Collectors.joining("; "));
  }

  private String describe(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < request.keys().size(); i++) {
      text.append(i == 0 ? "" : " ")
          .append(request.keys().get(i))
          .append('=')
          .append(Text.printable(String.valueOf(row.get(i))));
    }
    return text.toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }
}
