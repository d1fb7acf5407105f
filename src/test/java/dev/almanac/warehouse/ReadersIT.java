package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.request;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.lookup.Forecast;
import dev.almanac.lookup.ForecastLookup;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Readers that poll a table while one date is published again and again. */
@ExtendWith(Interpreted.class)
@Tag("slow")
class ReadersIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final int PUBLICATIONS = 50;
  private static final int FEWEST = 30;

  private final SparkSession spark = TestSpark.session();
  private final Path root;

  ReadersIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void neverSeeAMixOfTwoRuns() throws Exception {
    publish(0);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      Future<List<Integer>> first = pool.submit(() -> poll(over));
      Future<List<Integer>> second = pool.submit(() -> poll(over));
      Future<Integer> lookUps = pool.submit(() -> lookUp(over));
      try {
        for (int run = 1; run <= PUBLICATIONS; run++) {
          publish(run);
        }
      } finally {
        over.set(true);
      }
      for (List<Integer> seen : List.of(first.get(), second.get())) {
        assertThat(seen).as("newer and newer runs").isSorted().hasSizeGreaterThan(5);
        assertThat(seen.stream().distinct().count()).isGreaterThan(3);
      }
      assertThat(lookUps.get()).isGreaterThan(5);
    } finally {
      pool.shutdown();
    }
    assertThat(new Warehouse(spark, this::path).history("t")).hasSize(PUBLICATIONS + 1);
  }

  /** The run that each look at the whole date found, every one by itself and whole. */
  private List<Integer> poll(AtomicBoolean over) {
    List<Integer> seen = new ArrayList<>();
    while (!over.get()) {
      Row look =
          spark
              .read()
              .format("delta")
              .load(path("t"))
              .where("run_date = '2026-05-04'")
              .agg(countDistinct("run_id"), max("run_id"), count(lit(1)))
              .head();
      assertThat(look.getLong(0)).as("runs that one look saw").isEqualTo(1);
      int run = number(look.getString(1));
      assertThat(look.getLong(2)).as("rows of run %d", run).isEqualTo(FEWEST + run);
      seen.add(run);
    }
    return seen;
  }

  /** Two keys of one state of the table are of one run. */
  private int lookUp(AtomicBoolean over) {
    int looks = 0;
    int newest = 0;
    while (!over.get()) {
      ForecastLookup lookup = ForecastLookup.open(path("t"));
      Forecast one = lookup.find(Map.of("id", "k1"), Optional.of(MONDAY));
      Forecast other = lookup.find(Map.of("id", "k29"), Optional.of(MONDAY));
      assertThat(other.runId()).isEqualTo(one.runId());
      assertThat(number(one.runId())).isGreaterThanOrEqualTo(newest);
      newest = number(one.runId());
      looks++;
    }
    return looks;
  }

  private void publish(int run) {
    int rows = FEWEST + run;
    new Warehouse(spark, this::path)
        .publish(
            request(
                ScoredRows.binary(rows, 0, run).repartition(4),
                rows,
                MONDAY,
                String.format(Locale.ROOT, "run-%03d", run),
                List.of("region")));
  }

  private static int number(String run) {
    return Integer.parseInt(run.substring("run-".length()));
  }

  private String path(String name) {
    return root.resolve(name).toString();
  }
}
