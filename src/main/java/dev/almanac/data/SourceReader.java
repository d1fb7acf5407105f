package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.Text;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.SourceSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the sources of a job. Thread-safe: each read has its own session. */
public final class SourceReader {
  private static final Logger LOG = LoggerFactory.getLogger(SourceReader.class);

  /** Encloses the job's query in parentheses, where a command is a syntax error. */
  private static final String QUERY_BEFORE = "SELECT * FROM (";

  private static final String QUERY_AFTER = "\n)";

  private final SparkSession spark;
  private final UnaryOperator<String> resolveLocation;

  /**
   * Creates a reader.
   *
   * @param resolveLocation makes a location of a job file absolute
   */
  public SourceReader(SparkSession spark, UnaryOperator<String> resolveLocation) {
    this.spark = spark;
    this.resolveLocation = resolveLocation;
  }

  /**
   * Opens the current rows of a dataset. A Delta source is pinned to its newest version (or to the
   * specified one); the files of other sources are listed now and identified by a fingerprint.
   * Malformed CSV, JSON and XML records fail the read.
   *
   * @param runDate bound to {@code :run_date} of the query, as a DATE
   * @throws AlmanacException SOURCE_NOT_FOUND, SOURCE_UNREADABLE, QUERY_FAILED
   */
  public Table read(DatasetSpec dataset, LocalDate runDate) {
    // Views have the names of the job's sources, so another session avoids conflicts.
    SparkSession session = spark.newSession();
    ReadSettings.REQUIRED.forEach(session.conf()::set);
    List<SourceVersion> versions = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Dataset<Row> rows = session.emptyDataFrame();
    for (SourceSpec source : dataset.sources()) {
      OpenSource open = OpenSource.open(session, source, resolveLocation);
      LOG.info("reading source={} as={}", open.version().location(), open.version().brief());
      open.warnings().forEach(LOG::warn);
      versions.add(open.version());
      warnings.addAll(open.warnings());
      open.rows().createOrReplaceTempView(quoted(source.name()));
      rows = open.rows();
    }
    if (dataset.query().isPresent()) {
      rows = query(session, dataset.query().get(), runDate);
    }
    return new Table(rows, versions, warnings);
  }

  private static Dataset<Row> query(SparkSession session, String query, LocalDate runDate) {
    String bare = query.strip().replaceAll(";\\s*$", "");
    try {
      Dataset<Row> rows =
          session.sql(QUERY_BEFORE + bare + QUERY_AFTER, Map.of("run_date", runDate));
      QueryScreen.require(rows);
      return rows;
    } catch (AlmanacException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      throw new AlmanacException(
          ErrorCode.QUERY_FAILED,
          "the job's query cannot be run%s: %s.\nThe query begins: %s\nIts tables are the names of the job's sources, and :run_date is the run date."
              .formatted(
                  SparkFailures.position(e),
                  SparkFailures.firstLine(e),
                  Text.printable(bare.lines().findFirst().orElse(""))),
          e);
    }
  }

  /** Whether a statement is a job's query with the enclosing parentheses. */
  static boolean isQuery(String sql) {
    return sql.startsWith(QUERY_BEFORE) && sql.endsWith(QUERY_AFTER);
  }

  /** Converts a position in such a statement to one in the job's query. */
  static int positionInQuery(int line, int position) {
    return Math.max(1, position - (line == 1 ? QUERY_BEFORE.length() : 0));
  }

  private static String quoted(String name) {
    return ExactNames.quoted(name);
  }
}
