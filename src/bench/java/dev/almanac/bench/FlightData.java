package dev.almanac.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The flights with what the job {@code jobs/flight-delay.conf} makes of them, as a table, so that a
 * training is measured and not the windows of its query. Where more rows are asked for than there
 * are, flights come again with their distance changed by up to a twentieth and their departure by
 * up to half an hour, both by a hash of flight and turn; the label stays, the split by time too.
 */
final class FlightData {
  private FlightData() {}

  /** The table of so many rows, made if it is not there from an earlier run. */
  static Path table(SparkSession spark, Path flights, long rows, Path folder) {
    Path table = folder.resolve("flights-" + flights.getFileName() + "-" + rows);
    if (Files.exists(table.resolve("_SUCCESS"))) {
      return table;
    }
    Dataset<Row> all = spark.read().parquet(flights.toString());
    long known = all.count();
    long turns = (rows + known - 1) / known;
    all.createOrReplaceTempView("bench_flights");
    spark
        .sql(
            """
            WITH turned AS (
              SELECT flight_id * %1$s + turn AS flight_id, origin, destination, delay,
                     IF(turn = 0, distance,
                        distance * (0.95 + 0.1 * pmod(xxhash64(flight_id, turn), 1000) / 1000)) AS distance,
                     IF(turn = 0, departure,
                        departure + make_interval(0, 0, 0, 0, 0, pmod(xxhash64(turn, flight_id), 61) - 30)) AS departure
              FROM bench_flights LATERAL VIEW explode(sequence(0, %1$s - 1)) AS turn
            ),
            known AS (
              SELECT *, hour(departure) AS hour, dayofweek(departure) AS weekday,
                     datediff(departure, DATE '2001-01-01') AS day, IF(delay > 15, 1, 0) AS late
              FROM turned
              ORDER BY xxhash64(flight_id) LIMIT %2$s
            )
            SELECT flight_id, departure, origin, destination, hour, weekday, late,
                   CAST(distance AS DOUBLE) AS distance,
                   (coalesce(sum(late) OVER leaving,  0) + 4) / (count(late) OVER leaving  + 20) AS leaving_late,
                   (coalesce(sum(late) OVER arriving, 0) + 4) / (count(late) OVER arriving + 20) AS arriving_late,
                   (coalesce(sum(late) OVER route,    0) + 4) / (count(late) OVER route    + 20) AS route_late
            FROM known
            WINDOW leaving  AS (PARTITION BY origin, hour
                                ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                   arriving AS (PARTITION BY destination, hour
                                ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                   route    AS (PARTITION BY origin, destination
                                ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
            """
                .formatted(turns, rows))
        .coalesce(8)
        .write()
        .mode("overwrite")
        .parquet(table.toString());
    return table;
  }
}
