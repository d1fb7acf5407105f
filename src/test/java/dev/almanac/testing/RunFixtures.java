package dev.almanac.testing;

import dev.almanac.core.RunColumns;
import dev.almanac.core.RunRecord;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A table of runs made without Spark, in milliseconds, as {@link TableFixture} is of forecasts. */
public final class RunFixtures {
  private static final StructType COLUMNS =
      new StructType()
          .add(RunColumns.RUN_ID, StringType.STRING)
          .add(RunColumns.JOB, StringType.STRING)
          .add(RunColumns.VERSIONS, StringType.STRING)
          .add(RunColumns.RUN_DATE, DateType.DATE)
          .add(RunColumns.STARTED_AT, TimestampType.TIMESTAMP)
          .add(RunColumns.FINISHED_AT, TimestampType.TIMESTAMP)
          .add(RunColumns.STATE, StringType.STRING)
          .add(RunColumns.REASON, StringType.STRING)
          .add(RunColumns.USER, StringType.STRING)
          .add(RunColumns.ROWS_IN, LongType.LONG)
          .add(RunColumns.ROWS_SCORED, LongType.LONG)
          .add(RunColumns.ROWS_REJECTED, LongType.LONG)
          .add(RunColumns.REJECTED_BY_REASON, StringType.STRING)
          .add(RunColumns.SOURCE_VERSION, StringType.STRING)
          .add(RunColumns.SPEC_HASH, StringType.STRING)
          .add(RunColumns.FORECAST_TABLE, StringType.STRING)
          .add(RunColumns.LOCATION, StringType.STRING)
          .add(RunColumns.TABLE_VERSION, LongType.LONG)
          .add(RunColumns.ENGINE, StringType.STRING)
          .add(RunColumns.SUMMARY, StringType.STRING);

  private final MadeLog log;

  /** An empty table. */
  public RunFixtures(Path folder) {
    log = new MadeLog(folder);
    log.commit(
        List.of(
            MadeLog.protocol(1, 2),
            MadeLog.metadata(
                "made-runs",
                COLUMNS,
                List.of(),
                Map.of(RunColumns.SCHEMA_PROPERTY, Integer.toString(RunColumns.SCHEMA_VERSION)))));
  }

  /** Its place. */
  public String path() {
    return log.path();
  }

  /** Adds states of runs in one commit. */
  public void append(RunRecord... states) {
    Object[][] columns = new Object[COLUMNS.length()][states.length];
    for (int r = 0; r < states.length; r++) {
      @Nullable Object[] cells = cells(states[r]);
      for (int c = 0; c < columns.length; c++) {
        columns[c][r] = cells[c];
      }
    }
    log.commit(List.of(Map.of("add", log.write("", COLUMNS, columns, Map.of()))));
  }

  private static @Nullable Object[] cells(RunRecord run) {
    return new Object[] {
      run.runId().value(),
      run.job(),
      run.versions(),
      (int) run.runDate().toEpochDay(),
      micros(run.startedAt()),
      micros(run.finishedAt()),
      run.state().word(),
      run.reason(),
      run.user(),
      number(run.rowsIn()),
      number(run.rowsScored()),
      run.rejectedRows(),
      MadeLog.json(run.rejected()),
      run.sourceVersion(),
      run.specHash(),
      run.table(),
      run.location(),
      number(run.tableVersion()),
      run.engine(),
      run.summary()
    };
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static @Nullable Object number(OptionalLong number) {
    return number.isPresent() ? (Object) number.getAsLong() : null;
  }
}
