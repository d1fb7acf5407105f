package dev.almanac.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.PostgresServer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;

/** What tests of copies share: a real PostgreSQL, a table of each test, rows that are made here. */
abstract class CopyFixture {
  static final LocalDate MONDAY = LocalDate.parse("2001-06-04");
  static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final Instant AT = Instant.parse("2001-06-04T03:15:00.123456Z");
  static final List<CopyColumn> COLUMNS =
      List.of(
          new CopyColumn("id", "bigint"),
          new CopyColumn("leg", "text"),
          new CopyColumn("probability", "double precision"),
          new CopyColumn("probabilities", "jsonb"),
          new CopyColumn("Fare", "numeric(10,2)"),
          new CopyColumn("run_date", "date"),
          new CopyColumn("run_id", "text"),
          new CopyColumn("scored_at", "timestamp with time zone"));

  private static final AtomicInteger TABLES = new AtomicInteger();

  String table = "";

  @BeforeEach
  void anotherTable() {
    table = "ml.t" + TABLES.incrementAndGet();
  }

  static PostgresServer server() {
    return PostgresServer.get();
  }

  void make(String... statements) {
    server().run(statements);
    server().run("GRANT ALL ON ALL TABLES IN SCHEMA ml TO " + PostgresServer.USER);
  }

  void assertRefused(CopyRequest request, String why) {
    assertRefused(request, true, why);
  }

  void assertRefused(CopyRequest request, boolean create, String why) {
    assertThatThrownBy(
            () ->
                new PostgresExporter(server().spec(table, create))
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

  Copied copy(CopyRequest request, Iterator<RowValues> rows) {
    return new PostgresExporter(server().spec(table)).copy(request, () -> rows);
  }

  static CopyRequest request(LocalDate date, long version) {
    return request(date, source(version));
  }

  static CopyRequest request(LocalDate date, CopyRequest.Source source) {
    return new CopyRequest(COLUMNS, List.of("id", "leg"), "run_date", date, source, "run-x");
  }

  static CopyRequest.Source source(long version) {
    return new CopyRequest.Source("table-a", "/lake/t", version);
  }

  static Iterator<RowValues> rows(LocalDate date, String run, double probability, long... ids) {
    return LongStream.of(ids)
        .<RowValues>mapToObj(
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

  List<String> rows() {
    return server()
        .rows("SELECT run_date, id, run_id, probability FROM %s ORDER BY 1, 2".formatted(table));
  }

  Copied counts(long rows, long inserted, long updated, long removed) {
    return new Copied(table, rows, inserted, updated, removed, OptionalLong.empty());
  }

  String name() {
    return table.substring(table.indexOf('.') + 1);
  }
}
