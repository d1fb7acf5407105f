package dev.almanac.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.testing.PostgresServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Copies in a real PostgreSQL: who reads what, who comes last, what goes wrong. */
class PostgresExporterIT extends CopyFixture {
  @Test
  void aRerunReplacesTheDateAndNoOther() {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 2, 3));
    copy(request(TUESDAY, 2), rows(TUESDAY, "run-2", 0.5, 1, 2));

    Copied again = copy(request(MONDAY, 3), rows(MONDAY, "run-3", 0.75, 2, 3, 4, 5));

    assertThat(again).isEqualTo(counts(4, 2, 2, 1));
    assertThat(rows())
        .containsExactly(
            "2001-06-04 2 run-3 0.75",
            "2001-06-04 3 run-3 0.75",
            "2001-06-04 4 run-3 0.75",
            "2001-06-04 5 run-3 0.75",
            "2001-06-05 1 run-2 0.5",
            "2001-06-05 2 run-2 0.5");
  }

  @Test
  void theSameAgainChangesNoRow() {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 2, 3));
    List<String> before = server().rows("SELECT id, xmin FROM %s ORDER BY id".formatted(table));

    assertThat(copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 2, 3)))
        .isEqualTo(counts(3, 0, 0, 0));
    assertThat(server().rows("SELECT id, xmin FROM %s ORDER BY id".formatted(table)))
        .as("rows that were written have another xmin")
        .isEqualTo(before);
  }

  @Test
  void anOlderStateNeverTakesTheNewersPlace() {
    copy(request(MONDAY, 7), rows(MONDAY, "run-7", 0.75, 1, 2));

    Copied late = copy(request(MONDAY, 6), rows(MONDAY, "run-6", 0.25, 1, 2, 3));

    assertThat(late.newer()).hasValue(7);
    assertThat(late.inserted() + late.updated() + late.removed()).isZero();
    assertThat(rows()).containsExactly("2001-06-04 1 run-7 0.75", "2001-06-04 2 run-7 0.75");
    assertThat(copy(request(TUESDAY, 6), rows(TUESDAY, "run-5", 0.25, 1)).newer())
        .as("another date has a version of its own")
        .isEmpty();
  }

  @Test
  void readersSeeAWholeRunOrNothing() throws Exception {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 2, 3));
    try (Connection reader = server().open();
        Statement look = reader.createStatement()) {
      List<String> seen = new ArrayList<>();
      Iterator<RowValues> spied = rows(MONDAY, "run-2", 0.75, 2, 3, 4);
      copy(
          request(MONDAY, 2),
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return spied.hasNext();
            }

            @Override
            public RowValues next() {
              seen.add(runs(look));
              return spied.next();
            }
          });
      assertThat(seen).hasSize(3).containsOnly("run-1 3");
      assertThat(runs(look)).isEqualTo("run-2 3");
    }
  }

  private String runs(Statement look) {
    try (ResultSet found =
        look.executeQuery(
            "SELECT string_agg(DISTINCT run_id, ','), count(*) FROM %s".formatted(table))) {
      found.next();
      return found.getString(1) + " " + found.getLong(2);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rowsThatFailHalfwayLeaveTheTableAsItWas() {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1));
    Iterator<RowValues> some = rows(MONDAY, "run-2", 0.75, 1, 2, 3);

    assertThatThrownBy(
            () ->
                copy(
                    request(MONDAY, 2),
                    new Iterator<>() {
                      @Override
                      public boolean hasNext() {
                        return true;
                      }

                      @Override
                      public RowValues next() {
                        if (!some.hasNext()) {
                          throw new IllegalStateException("the lake is dry");
                        }
                        return some.next();
                      }
                    }))
        .hasMessage("the lake is dry");
    assertThat(rows()).containsExactly("2001-06-04 1 run-1 0.25");
  }

  @Test
  void twoRowsOfOneKeyAreReported() {
    assertThatThrownBy(() -> copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 1)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COPY_FAILED))
        .hasMessageContaining("SQLSTATE");
  }

  /** Eight copies of three states of one date and two others, all at once. */
  @Test
  void manyAtOnceNeitherDeadlockNorMix() throws Exception {
    // First without a table, which lets them in one by one, then with it.
    for (int begin : List.of(10, 20, 30)) {
      manyAtOnce(begin);
      assertThat(
              server()
                  .rows(
                      "SELECT run_date, run_id, count(*) FROM %s GROUP BY 1, 2 ORDER BY 1"
                          .formatted(table)))
          .containsExactly(
              String.format(Locale.ROOT, "2001-06-04 run-%d 500", begin + 2),
              String.format(Locale.ROOT, "2001-06-10 run-%d 500", begin),
              String.format(Locale.ROOT, "2001-06-11 run-%d 500", begin + 2));
    }
  }

  private void manyAtOnce(int begin) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Copied>> tasks = new ArrayList<>();
      long[] ids = LongStream.rangeClosed(1, 500).toArray();
      for (int i = 0; i < 8; i++) {
        LocalDate date = i < 6 ? MONDAY : MONDAY.plusDays(i);
        int version = begin + 2 - (i + (i < 6 ? 0 : 2)) % 3;
        tasks.add(
            () -> copy(request(date, version), rows(date, "run-" + version, version / 100.0, ids)));
      }
      for (Future<Copied> done : pool.invokeAll(tasks)) {
        assertThat(done.get().table()).isEqualTo(table);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void reportsAWrongPasswordAndNeverTheRightOne() {
    assertThatThrownBy(
            () ->
                new PostgresExporter(PostgresServer.spec(server().port(), "wrong-9", table, true))
                    .copy(request(MONDAY, 1), () -> rows(MONDAY, "run-1", 0.25, 1)))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.COPY_FAILED);
              assertThat(e.code().category().exitCode()).isEqualTo(7);
            })
        .hasMessageContaining("refused user almanac; see publish.jdbc.user")
        .hasMessageNotContaining("wrong-9");
  }

  @Test
  void reportsThatNobodyAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThatThrownBy(
            () ->
                new PostgresExporter(PostgresServer.spec(free, "x", table, true))
                    .copy(request(MONDAY, 1), () -> rows(MONDAY, "run-1", 0.25, 1)))
        .hasMessageContaining(
            String.format(
                Locale.ROOT, "jdbc:postgresql://localhost:%d/postgres cannot be reached", free));
  }

  @Test
  void reportsARightThatIsLacking() {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1));
    server()
        .run(
            "ALTER TABLE %s OWNER TO postgres".formatted(table),
            "REVOKE ALL ON %s FROM almanac".formatted(table),
            "GRANT SELECT ON %s TO almanac".formatted(table));
    assertThatThrownBy(() -> copy(request(MONDAY, 2), rows(MONDAY, "run-2", 0.5, 1)))
        .hasMessageContaining("user almanac lacks a right at " + table);
  }

  @Test
  void waitsForALockOnlySoLong() throws Exception {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1));
    JdbcSpec patient = server().spec(table);
    JdbcSpec hasty =
        new JdbcSpec(
            patient.url(),
            patient.user(),
            patient.password(),
            table,
            true,
            1 << 20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));
    try (Connection other = server().open();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(table));
      assertThatThrownBy(
              () ->
                  new PostgresExporter(hasty)
                      .copy(request(MONDAY, 2), () -> rows(MONDAY, "run-2", 0.5, 1)))
          .hasMessageContaining("took longer than publish.jdbc.statement-seconds = 1");
    }
    assertThat(rows()).containsExactly("2001-06-04 1 run-1 0.25");
  }

  @Test
  void copiesOfOneDateWaitForEachOtherAndThoseOfAnotherDoNot() throws Exception {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1));
    JdbcSpec spec = server().spec(table);
    PostgresExporter hasty =
        new PostgresExporter(
            new JdbcSpec(
                spec.url(),
                spec.user(),
                spec.password(),
                table,
                true,
                1 << 20,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1)));
    String lock = Digests.sha256("almanac copy %s %s".formatted(table, MONDAY));
    try (Connection other = server().open();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          String.format(
              Locale.ROOT,
              "SELECT pg_advisory_xact_lock(%d)",
              Long.parseUnsignedLong(lock.substring(0, 16), 16)));
      assertThatThrownBy(() -> hasty.copy(request(MONDAY, 2), () -> rows(MONDAY, "run-2", 0.5, 1)))
          .hasMessageContaining("another copy of the same date may be under way");
      assertThat(hasty.copy(request(TUESDAY, 2), () -> rows(TUESDAY, "run-2", 0.5, 1)))
          .isEqualTo(counts(1, 1, 0, 0));
    }
    assertThat(rows()).contains("2001-06-04 1 run-1 0.25");
  }

  /** The answer to the commit is lost: whether it landed is looked up, not guessed. */
  @Test
  void aLostAnswerIsSettledByLooking() {
    assertThat(losing(true).copy(request(MONDAY, 1), () -> rows(MONDAY, "run-1", 0.25, 1)))
        .isEqualTo(counts(1, 1, 0, 0));
    assertThatThrownBy(
            () -> losing(false).copy(request(MONDAY, 2), () -> rows(MONDAY, "run-2", 0.5, 1)))
        .hasMessageContaining("cannot be reached, or went away")
        .hasMessageContaining("the cable was cut");
    assertThat(rows()).containsExactly("2001-06-04 1 run-1 0.25");
  }

  /** A connection of which the commit lands or does not, and never answers. */
  private PostgresExporter losing(boolean lands) {
    Connector real = Connector.of(server().spec(table));
    return new PostgresExporter(
        server().spec(table),
        () -> {
          Connection connection = real.open();
          return (Connection)
              Proxy.newProxyInstance(
                  Connection.class.getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                      connection.close();
                      throw new SQLException("the cable was cut", "08006");
                    }
                    if (method.getName().equals("commit")) {
                      if (lands) {
                        connection.commit();
                      }
                      connection.close();
                      throw new SQLException("the cable was cut", "08006");
                    }
                    try {
                      return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  });
        });
  }
}
