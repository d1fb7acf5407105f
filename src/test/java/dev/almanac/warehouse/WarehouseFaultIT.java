package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.assertRefused;
import static dev.almanac.warehouse.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.FaultyFileSystem;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Publications on a store that fails, and beside others: a day is old or new, never between. */
@ExtendWith(Interpreted.class)
class WarehouseFaultIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final int OTHERS = 40;

  private final SparkSession spark = TestSpark.session();
  private final Path root;
  private final String table;

  WarehouseFaultIT(@TempDir Path root) {
    this.root = root;
    this.table = "faulty:" + root.resolve("f-t");
    FaultyFileSystem.install(spark.sparkContext().hadoopConfiguration());
  }

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  @Test
  void reportsTheLoserOfARaceForOneDateAndKeepsTheWinnersForecasts() {
    faulty().publish(faultyRequest(1));
    List<String> winners = new ArrayList<>();
    FaultyFileSystem.inTheMiddleOfTheNextWrite(
        () -> {
          faulty().publish(faultyRequest(2));
          winners.addAll(content());
        });

    assertRefused(
        () -> faulty().publish(faultyRequest(3)), ErrorCode.LOST_RACE, "Its forecasts stand");

    assertThat(winners).hasSize(18);
    assertThat(content()).isEqualTo(winners);
  }

  @Test
  void saysThatItDoesNotKnowWhereTheCommitCannotBeLookedFor() {
    faulty().publish(faultyRequest(1));
    List<String> before = content();
    FaultyFileSystem.goDarkAtTheNextCommit();

    assertRefused(
        () -> faulty().publish(faultyRequest(2)),
        ErrorCode.OUTCOME_UNKNOWN,
        "run-2",
        "running again is safe either way");

    FaultyFileSystem.heal();
    List<String> after = content();
    assertThat(after).hasSize(18).isNotEqualTo(before);
    faulty().publish(faultyRequest(2));
    assertThat(content()).isEqualTo(after);
  }

  @Test
  void findsItsCommitBelowManyOthers() {
    faulty().publish(faultyRequest(1));
    FaultyFileSystem.loseTheAnswerToTheNextCommit(this::commitOfOthers);

    Publication recovered = faulty().publish(faultyRequest(2));

    assertThat(recovered.outcome()).isEqualTo(Publication.Outcome.RECOVERED);
    assertThat(recovered.tableVersion()).isEqualTo(2);

    FaultyFileSystem.afterTheNextCommit(this::commitOfOthers);
    Publication committed = faulty().publish(faultyRequest(3));
    assertThat(committed.outcome()).isEqualTo(Publication.Outcome.COMMITTED);
    assertThat(committed.tableVersion()).isEqualTo(3 + OTHERS);
    assertThat(content()).hasSize(18);
  }

  /** Commits that change nothing, more than a page of history has. */
  private void commitOfOthers() {
    Path log = root.resolve("f-t/_delta_log");
    try (Stream<Path> files = Files.list(log)) {
      long next = files.filter(file -> file.toString().endsWith(".json")).count();
      for (long version = next; version < next + OTHERS; version++) {
        Files.writeString(
            log.resolve(String.format(Locale.ROOT, "%020d.json", version)),
            String.format(
                Locale.ROOT,
                """
                {"commitInfo":{"timestamp":%d,"operation":"MANUAL","operationParameters":{}}}
                """,
                1_800_000_000_000L + version));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void letsAnotherDatePublishInTheMiddleOfARun() {
    faulty().publish(faultyRequest(1));
    PublishRequest other =
        request(ScoredRows.binary(20, 2, 5), 20, TUESDAY, "run-5", List.of("region"));
    List<Boolean> changed = new ArrayList<>();
    FaultyFileSystem.inTheMiddleOfTheNextWrite(
        () -> {
          changed.add(spark.conf().getOption(ForecastTableWriter.ROW_GROUP_BYTES).isDefined());
          faulty().publish(other);
        });

    assertThat(faulty().publish(faultyRequest(3)).outcome())
        .isEqualTo(Publication.Outcome.COMMITTED);

    assertThat(content()).hasSize(36);
    assertThat(changed).as("settings of the session that others share").containsExactly(false);
  }

  @Test
  void leavesOldOrNewAfterAFailureAtSomeOperations() {
    int operations = operationsOfARun();

    // The last ones are the commit and what follows it.
    List<Integer> some = List.of(operations / 2, operations - 4, operations - 1);
    assertThat(sweep(FaultyFileSystem.When.BEFORE, some)).contains("WAREHOUSE_UNAVAILABLE");
    assertThat(sweep(FaultyFileSystem.When.AFTER, some)).contains("RECOVERED");
  }

  @Test
  @Tag("slow")
  void leavesOldOrNewAfterAFailureAtAnyOperation() {
    List<Integer> all = IntStream.rangeClosed(1, operationsOfARun()).boxed().toList();

    for (FaultyFileSystem.When when : FaultyFileSystem.When.values()) {
      assertThat(sweep(when, all)).hasSize(all.size());
    }
  }

  /** Operations that change the store in one run that replaces a day; some runs have one less. */
  private int operationsOfARun() {
    faulty().publish(faultyRequest(0));
    FaultyFileSystem.failAt(Integer.MAX_VALUE, FaultyFileSystem.When.BEFORE);
    faulty().publish(faultyRequest(1));
    FaultyFileSystem.heal();
    return FaultyFileSystem.operations();
  }

  /** Runs with a failure each, and what they ended with; after each the next run repairs. */
  private List<String> sweep(FaultyFileSystem.When when, List<Integer> operations) {
    List<String> outcomes = new ArrayList<>();
    int salt = 2;
    for (int k : operations) {
      PublishRequest next = faultyRequest(salt++);
      List<String> old = content();
      FaultyFileSystem.failAt(k, when);
      String outcome;
      try {
        outcome = faulty().publish(next).outcome().name();
      } catch (AlmanacException e) {
        outcome = e.code().name();
      } finally {
        FaultyFileSystem.heal();
      }
      outcomes.add(outcome);
      List<String> now = content();
      assertThat(now).hasSize(18);
      assertThat(!now.equals(old))
          .as("%s operation %d: %s", when, k, outcome)
          .isEqualTo(outcome.equals("COMMITTED") || outcome.equals("RECOVERED"));
    }
    faulty().publish(faultyRequest(1));
    assertThat(content()).hasSize(18);
    assertThat(Runs.contentOf(spark, root.resolve("r").toString())).hasSize(2);
    return outcomes;
  }

  /** Forecasts where operations fail, rejects where none does. */
  private Warehouse faulty() {
    return new Warehouse(
        spark,
        name ->
            name.equals("t") ? "faulty://" + root.resolve("f-t") : root.resolve(name).toString());
  }

  private List<String> content() {
    return Runs.contentOf(spark, table);
  }

  private static PublishRequest faultyRequest(int salt) {
    return request(ScoredRows.binary(20, 2, salt), 20, MONDAY, "run-" + salt, List.of("region"));
  }
}
