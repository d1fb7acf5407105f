package dev.almanac.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.testing.PostgresServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Copies in a real PostgreSQL. Needs no Spark: rows are made here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForecastCopierIT {
  private static final LocalDate MONDAY = LocalDate.parse("2001-06-04");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final Instant AT = Instant.parse("2001-06-04T03:15:00.123456Z");
  private static final List<CopyColumn> COLUMNS =
      List.of(
          new CopyColumn("id", "bigint"),
          new CopyColumn("leg", "text"),
          new CopyColumn("probability", "double precision"),
          new CopyColumn("probabilities", "jsonb"),
          new CopyColumn("Fare", "numeric(10,2)"),
          new CopyColumn("run_date", "date"),
          new CopyColumn("run_id", "text"),
          new CopyColumn("scored_at", "timestamp with time zone"));

  private @Nullable PostgresServer server;
  private final AtomicInteger tables = new AtomicInteger();
  private String table = "";

  @BeforeAll
  void start(@TempDir Path folder) {
    server = PostgresServer.start(folder);
  }

  @AfterAll
  void stop() throws IOException {
    server().close();
  }

  @BeforeEach
  void anotherTable() {
    table = "ml.t" + tables.incrementAndGet();
  }

  private PostgresServer server() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  @Test
  void makesTheTableWithItsTypesAndKey() {
    Copied copied = copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 2, 3));

    assertThat(copied).isEqualTo(counts(3, 3, 0, 0));
    assertThat(server().rows("SELECT * FROM %s WHERE id = 2".formatted(table)))
        .containsExactly(
            "2 a\tb\\N 0.25 {\"no\": 0.75, \"yes\": 0.25} 12.50 2001-06-04 run-1 2001-06-04 03:15:00.123456+00");
    assertThat(
            server()
                .rows(
                    "SELECT column_name, data_type, is_nullable FROM information_schema.columns"
                        + " WHERE table_schema = 'ml' AND table_name = '%s' ORDER BY ordinal_position"
                            .formatted(name())))
        .containsExactly(
            "id bigint NO",
            "leg text NO",
            "probability double precision YES",
            "probabilities jsonb YES",
            "Fare numeric YES",
            "run_date date NO",
            "run_id text YES",
            "scored_at timestamp with time zone YES");
    assertThat(
            server()
                .rows("SELECT indexdef FROM pg_indexes WHERE tablename = '%s'".formatted(name())))
        .anyMatch(index -> index.contains("UNIQUE") && index.contains("(id, leg, run_date)"))
        .anyMatch(index -> index.contains("(run_date)"));
    assertThat(server().rows("SELECT obj_description('%s'::regclass)".formatted(table)))
        .allMatch(comment -> comment.startsWith("Forecasts, copied by Almanac"));
    assertThat(
            server()
                .rows(
                    "SELECT run_date, rows, source_version, source_id, location, copied_by"
                        + " FROM ml.almanac_copies WHERE table_name = '%s'".formatted(name())))
        .containsExactly("2001-06-04 3 1 table-a /lake/t run-x");
  }

  @Test
  void aRerunReplacesTheDateAndNoOther() {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 2, 3));
    copy(request(TUESDAY, 2), rows(TUESDAY, "run-2", 0.5, 1, 2));

    Copied again = copy(request(MONDAY, 3), rows(MONDAY, "run-3", 0.75, 2, 3, 4, 5));

    assertThat(again).isEqualTo(counts(4, 2, 2, 1));
    assertThat(stands())
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
    assertThat(stands()).containsExactly("2001-06-04 1 run-7 0.75", "2001-06-04 2 run-7 0.75");
    assertThat(copy(request(TUESDAY, 6), rows(TUESDAY, "run-5", 0.25, 1)).newer())
        .as("another date has a version of its own")
        .isEmpty();
  }

  /** A table that was made anew begins at version 0 again; one that was moved keeps its id. */
  @Test
  void knowsItsTableByIdOrPlace() {
    copy(request(MONDAY, 7), rows(MONDAY, "run-7", 0.75, 1));
    assertThat(
            copy(
                request(MONDAY, new CopyRequest.Source("table-b", "/lake/t", 1)),
                rows(MONDAY, "run-1", 0.5, 1)))
        .isEqualTo(counts(1, 0, 1, 0));
    assertThat(
            copy(
                request(MONDAY, new CopyRequest.Source("table-b", "/moved/t", 2)),
                rows(MONDAY, "run-2", 0.6, 1)))
        .isEqualTo(counts(1, 0, 1, 0));

    assertRefused(
        request(MONDAY, new CopyRequest.Source("table-c", "/lake/other", 9)),
        "it has the forecasts of another table, /moved/t");
    assertThat(stands()).containsExactly("2001-06-04 1 run-2 0.6");
  }

  @Test
  void readersSeeAWholeRunOrNothing() throws Exception {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 2, 3));
    try (Connection reader = server().open();
        Statement look = reader.createStatement()) {
      List<String> seen = new ArrayList<>();
      Iterator<Cells> spied = rows(MONDAY, "run-2", 0.75, 2, 3, 4);
      copy(
          request(MONDAY, 2),
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return spied.hasNext();
            }

            @Override
            public Cells next() {
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
    Iterator<Cells> some = rows(MONDAY, "run-2", 0.75, 1, 2, 3);

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
                      public Cells next() {
                        if (!some.hasNext()) {
                          throw new IllegalStateException("the lake is dry");
                        }
                        return some.next();
                      }
                    }))
        .hasMessage("the lake is dry");
    assertThat(stands()).containsExactly("2001-06-04 1 run-1 0.25");
  }

  @Test
  void aFirstCopyThatFailsLeavesNoTable() {
    Cells hostile = column -> column == 0 ? (Object) 1L : "\0";
    assertThatThrownBy(() -> copy(request(MONDAY, 1), List.of(hostile).iterator()))
        .hasMessageContaining("\\u0000");
    assertThat(server().rows("SELECT to_regclass('%s')".formatted(table))).containsExactly("null");
  }

  @Test
  void twoRowsOfOneKeyAreTold() {
    assertThatThrownBy(() -> copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 1)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COPY_FAILED))
        .hasMessageContaining("SQLSTATE");
  }

  /** Eight copies of three states of one date and two others, all at once, and no table yet. */
  @Test
  void manyAtOnceNeitherDeadlockNorMix() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Copied>> tasks = new ArrayList<>();
      long[] ids = LongStream.rangeClosed(1, 500).toArray();
      for (int i = 0; i < 8; i++) {
        LocalDate date = i < 6 ? MONDAY : MONDAY.plusDays(i);
        int version = 10 + i % 3;
        tasks.add(
            () -> copy(request(date, version), rows(date, "run-" + version, version / 100.0, ids)));
      }
      for (Future<Copied> done : pool.invokeAll(tasks)) {
        assertThat(done.get().table()).isEqualTo(table);
      }
    } finally {
      pool.shutdown();
    }
    assertThat(
            server()
                .rows(
                    "SELECT run_date, run_id, count(*) FROM %s GROUP BY 1, 2 ORDER BY 1"
                        .formatted(table)))
        .containsExactly("2001-06-04 run-12 500", "2001-06-10 run-10 500", "2001-06-11 run-11 500");
  }

  @Test
  void aColumnThatIsNewIsAdded() {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1));
    List<CopyColumn> more = new ArrayList<>(COLUMNS);
    more.add(new CopyColumn("gate", "text"));
    CopyRequest wider =
        new CopyRequest(more, List.of("id", "leg"), "run_date", TUESDAY, source(2), "run-x");

    assertRefused(
        wider, false, "ALTER TABLE \"ml\".\"%s\" ADD COLUMN \"gate\" text;".formatted(name()));
    Cells narrow = rows(TUESDAY, "run-2", 0.5, 1).next();
    copy(wider, List.<Cells>of(i -> i < COLUMNS.size() ? narrow.get(i) : "B7").iterator());
    assertThat(server().rows("SELECT run_date, gate FROM %s ORDER BY 1".formatted(table)))
        .containsExactly("2001-06-04 null", "2001-06-05 B7");
  }

  @Test
  void aTableThatIsAbsentIsTheOperatorsIfTheySaySo() {
    assertThatThrownBy(
            () ->
                new ForecastCopier(server().spec(table, false))
                    .copy(request(MONDAY, 1), () -> rows(MONDAY, "run-1", 0.25, 1)))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.COPY_MISMATCH);
              String message = String.valueOf(e.getMessage());
              assertThat(message).contains("publish.jdbc.create-table is false");
              // what it tells is what is to be run
              String ddl = message.substring(message.indexOf("CREATE TABLE \"ml\".\"" + name()));
              server()
                  .run(
                      ddl.replace(
                          "CREATE TABLE \"ml\".\"almanac_copies\"",
                          "CREATE TABLE IF NOT EXISTS \"ml\".\"almanac_copies\""),
                      "GRANT ALL ON ALL TABLES IN SCHEMA ml TO " + PostgresServer.USER);
            });
    assertThat(
            new ForecastCopier(server().spec(table, false))
                .copy(request(MONDAY, 1), () -> rows(MONDAY, "run-1", 0.25, 1)))
        .isEqualTo(counts(1, 1, 0, 0));
  }

  @Test
  void aTableOfOthersIsLeftAlone() {
    String columns =
        "(id bigint, leg text, probability double precision, probabilities jsonb, \"Fare\" numeric, run_date date, run_id varchar, scored_at timestamptz";
    make("CREATE TABLE %s %s)".formatted(table, columns));
    assertRefused(request(MONDAY, 1), "has no primary key or unique index of exactly the columns");
    make("ALTER TABLE %s ADD PRIMARY KEY (run_date, leg, id)".formatted(table));
    make("INSERT INTO %s (id, leg, run_date) VALUES (1, 'x', '2001-01-01')".formatted(table));
    assertRefused(request(MONDAY, 1), "it has rows that Almanac did not copy");
    make(
        "DELETE FROM %s".formatted(table),
        "ALTER TABLE %s ADD owner text NOT NULL".formatted(table));
    assertRefused(request(MONDAY, 1), "it has the column 'owner', which must not be null");
    make("ALTER TABLE %s DROP owner, ALTER probability TYPE text".formatted(table));
    assertRefused(
        request(MONDAY, 1),
        "its column 'probability' is text, that of the forecasts is double precision");
    make("DROP TABLE " + table, "CREATE VIEW %s AS SELECT 1 AS id".formatted(table));
    assertRefused(request(MONDAY, 1), "it is no table but a view");
    table = "nowhere." + name();
    assertRefused(request(MONDAY, 1), "there is no schema 'nowhere'");
  }

  @Test
  void takesAnEmptyTableOfWiderTypesAndPartitions() {
    make(
        "CREATE TABLE %s (id bigint, leg varchar, probability double precision, probabilities jsonb, \"Fare\" numeric, run_date date, run_id varchar, scored_at timestamptz, loaded timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (run_date, id, leg)) PARTITION BY RANGE (run_date)"
            .formatted(table),
        "CREATE TABLE %s_2001 PARTITION OF %s FOR VALUES FROM ('2001-01-01') TO ('2002-01-01')"
            .formatted(table, table));
    assertThat(copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1, 2)))
        .isEqualTo(counts(2, 2, 0, 0));
    assertThat(copy(request(MONDAY, 2), rows(MONDAY, "run-2", 0.25, 2, 3)))
        .isEqualTo(counts(2, 1, 1, 1));
  }

  @Test
  void tellsAWrongPasswordAndNeverTheRightOne() {
    assertThatThrownBy(
            () ->
                new ForecastCopier(PostgresServer.spec(server().port(), "wrong-9", table, true))
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
  void tellsThatNobodyAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThatThrownBy(
            () ->
                new ForecastCopier(PostgresServer.spec(free, "x", table, true))
                    .copy(request(MONDAY, 1), () -> rows(MONDAY, "run-1", 0.25, 1)))
        .hasMessageContaining(
            "jdbc:postgresql://localhost:%d/postgres cannot be reached".formatted(free));
  }

  @Test
  void tellsARightThatIsLacking() {
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
                  new ForecastCopier(hasty)
                      .copy(request(MONDAY, 2), () -> rows(MONDAY, "run-2", 0.5, 1)))
          .hasMessageContaining("took longer than publish.jdbc.statement-seconds = 1");
    }
    assertThat(stands()).containsExactly("2001-06-04 1 run-1 0.25");
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
    assertThat(stands()).containsExactly("2001-06-04 1 run-1 0.25");
  }

  /** A connection of which the commit lands or does not, and never answers. */
  private ForecastCopier losing(boolean lands) {
    Connector real = Connector.of(server().spec(table));
    return new ForecastCopier(
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

  private void make(String... statements) {
    server().run(statements);
    server().run("GRANT ALL ON ALL TABLES IN SCHEMA ml TO " + PostgresServer.USER);
  }

  private void assertRefused(CopyRequest request, String why) {
    assertRefused(request, true, why);
  }

  private void assertRefused(CopyRequest request, boolean create, String why) {
    assertThatThrownBy(
            () ->
                new ForecastCopier(server().spec(table, create))
                    .copy(
                        request,
                        () -> {
                          throw new AssertionError("rows were asked for");
                        }))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.COPY_MISMATCH);
              assertThat(e.code().category().exitCode()).isEqualTo(4);
            })
        .hasMessageContaining(why);
  }

  private Copied copy(CopyRequest request, Iterator<Cells> rows) {
    return new ForecastCopier(server().spec(table)).copy(request, () -> rows);
  }

  private static CopyRequest request(LocalDate date, long version) {
    return request(date, source(version));
  }

  private static CopyRequest request(LocalDate date, CopyRequest.Source source) {
    return new CopyRequest(COLUMNS, List.of("id", "leg"), "run_date", date, source, "run-x");
  }

  private static CopyRequest.Source source(long version) {
    return new CopyRequest.Source("table-a", "/lake/t", version);
  }

  private static Iterator<Cells> rows(LocalDate date, String run, double probability, long... ids) {
    return LongStream.of(ids)
        .<Cells>mapToObj(
            id ->
                List.<Object>of(
                        id,
                        "a\tb\\N",
                        probability,
                        "{\"yes\":%s,\"no\":%s}".formatted(probability, 1 - probability),
                        "12.5",
                        date,
                        run,
                        AT)
                    ::get)
        .iterator();
  }

  private List<String> stands() {
    return server()
        .rows("SELECT run_date, id, run_id, probability FROM %s ORDER BY 1, 2".formatted(table));
  }

  private Copied counts(long rows, long inserted, long updated, long removed) {
    return new Copied(table, rows, inserted, updated, removed, OptionalLong.empty());
  }

  private String name() {
    return table.substring(table.indexOf('.') + 1);
  }
}
