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
 * The files of one day of a table, written and not committed: no reader finds them. Files that are
 * never committed are removed by the table's next vacuum. For one thread.
 *
 * <p>It does in two steps what Delta's writer does in one: {@code WriteIntoDelta} and the commit of
 * its actions.
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
   * Begins a transaction: what others commit to the same day from now on is a conflict. What Delta
   * throws comes undeclared.
   */
  static Writer begin(org.apache.spark.sql.SparkSession session, String path) {
    DeltaLog log = DeltaLog.forTable((SparkSession) session, path);
    return new Writer(log, log.startTransaction(Option.empty(), Option.empty()));
  }

  /** See {@link #begin}. */
  record Writer(DeltaLog log, OptimisticTransaction transaction) {
    /**
     * Writes the rows that are to replace a day of the table. What Spark and Delta throw comes
     * undeclared; the table is then as it was.
     *
     * @param grows whether the table gets the columns of the rows that it lacks
     */
    DayFiles write(Dataset<Row> rows, LocalDate date, boolean grows) {
      SparkSession session = (SparkSession) rows.sparkSession();
      // Typed all the way: a LocalDate has no quote in it.
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

  /** How many rows the files have. */
  long count() {
    return added().stream()
        .mapToLong(
            file ->
                file.numPhysicalRecords().isEmpty() ? 0 : (long) file.numPhysicalRecords().get())
        .sum();
  }

  /** The rows of the files, read from there. */
  Dataset<Row> rows() {
    return log.createDataFrame(
        transaction.snapshot(), ScalaSeqs.of(added()), false, Option.empty());
  }

  /**
   * Makes the rows visible in the place of those that the day had; no commit at all if there are
   * neither. What Delta throws comes undeclared, and the commit may have landed all the same.
   *
   * @param summary what the commit says of itself
   * @return the table's version with the rows; empty if there was no commit
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
