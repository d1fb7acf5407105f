package dev.almanac.warehouse;

import dev.almanac.core.ForecastColumns;
import dev.almanac.data.ScalaSeqs;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.commands.DMLUtils;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Data files of one date that are written but not committed, so that no reader sees them. The
 * table's next vacuum removes files that are never committed. Not thread-safe.
 *
 * <p>Splits the write of Delta's {@code WriteIntoDelta} from the commit of its actions.
 */
final class DayFiles {
  private final DeltaLog log;
  private final OptimisticTransaction transaction;
  private final DMLUtils.TaggedCommitData<Action> written;
  private final String replaceWhere;

  private DayFiles(
      DeltaLog log,
      OptimisticTransaction transaction,
      DMLUtils.TaggedCommitData<Action> written,
      String replaceWhere) {
    this.log = log;
    this.transaction = transaction;
    this.written = written;
    this.replaceWhere = replaceWhere;
  }

  /**
   * Begins a transaction. Later commits by others to the same date conflict with it. Delta's
   * checked exceptions are not declared.
   */
  static Writer begin(org.apache.spark.sql.SparkSession session, String path) {
    DeltaLog log = DeltaLog.forTable((SparkSession) session, path);
    return new Writer(log, log.startTransaction(Option.empty(), Option.empty()));
  }

  /** See {@link #begin}. */
  record Writer(DeltaLog log, OptimisticTransaction transaction) {
    /**
     * Writes the rows that replace one date of the table. Spark's and Delta's checked exceptions
     * are not declared; after one the table is unchanged.
     *
     * @param grows whether columns that the table lacks are added to it
     */
    DayFiles write(Dataset<Row> rows, LocalDate date, boolean grows) {
      SparkSession session = (SparkSession) rows.sparkSession();
      // A LocalDate contains no quote, so formatting it into SQL is safe.
      String replaceWhere = "%s = DATE'%s'".formatted(ForecastColumns.RUN_DATE, date);
      Map<String, String> options =
          Map.of("replaceWhere", replaceWhere, "mergeSchema", Boolean.toString(grows));
      WriteIntoDelta command =
          new WriteIntoDelta(
              log,
              SaveMode.Overwrite,
              new DeltaOptions(immutable(options), session.sessionState().conf()),
              partitions(),
              immutable(Map.of()),
              rows,
              Option.empty(),
              Option.empty());
      return new DayFiles(
          log,
          transaction,
          command.writeAndReturnCommitData(
              transaction,
              session,
              command.writeAndReturnCommitData$default$3(),
              command.writeAndReturnCommitData$default$4()),
          replaceWhere);
    }
  }

  /** The number of rows in the files. */
  long count() {
    return added().stream()
        .mapToLong(
            file ->
                file.numPhysicalRecords().isEmpty() ? 0 : (long) file.numPhysicalRecords().get())
        .sum();
  }

  /** Reads the rows of the files. */
  Dataset<Row> rows() {
    return log.createDataFrame(
        transaction.snapshot(), ScalaSeqs.of(added()), false, Option.empty());
  }

  /**
   * Commits the files: their rows replace those of the date. Commits nothing if there are neither
   * old nor new rows. Delta's checked exceptions are not declared; after one the commit may still
   * have succeeded.
   *
   * @param summary user metadata of the commit
   * @return the table version of the commit; empty if there was no commit
   */
  OptionalLong commit(String summary) {
    Option<Object> version =
        transaction.commitIfNeeded(
            written.actions(),
            new DeltaOperations.Write(
                SaveMode.Overwrite,
                Option.apply(partitions()),
                Option.apply(replaceWhere),
                Option.apply(summary)),
            written.stringTags());
    return version.isEmpty() ? OptionalLong.empty() : OptionalLong.of((long) version.get());
  }

  private List<AddFile> added() {
    return ScalaSeqs.list(written.actions()).stream()
        .filter(AddFile.class::isInstance)
        .map(AddFile.class::cast)
        .toList();
  }

  private static Seq<String> partitions() {
    return ScalaSeqs.of(List.of(ForecastColumns.RUN_DATE));
  }

  private static scala.collection.immutable.Map<String, String> immutable(Map<String, String> map) {
    return scala.collection.immutable.Map.from(CollectionConverters.asScala(map));
  }
}
