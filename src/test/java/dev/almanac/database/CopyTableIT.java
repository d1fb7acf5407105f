package dev.almanac.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of a real PostgreSQL that copies go to: made, widened, taken or left alone. */
class CopyTableIT extends CopyFixture {
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
  void aColumnThatIsNewIsAdded() {
    copy(request(MONDAY, 1), rows(MONDAY, "run-1", 0.25, 1));
    List<CopyColumn> more = new ArrayList<>(COLUMNS);
    more.add(new CopyColumn("gate", "text"));
    CopyRequest wider =
        new CopyRequest(more, List.of("id", "leg"), "run_date", TUESDAY, source(2), "run-x");

    assertRefused(
        wider, false, "ALTER TABLE \"ml\".\"%s\" ADD COLUMN \"gate\" text;".formatted(name()));
    RowValues narrow = rows(TUESDAY, "run-2", 0.5, 1).next();
    copy(wider, List.<RowValues>of(i -> i < COLUMNS.size() ? narrow.get(i) : "B7").iterator());
    assertThat(server().rows("SELECT run_date, gate FROM %s ORDER BY 1".formatted(table)))
        .containsExactly("2001-06-04 null", "2001-06-05 B7");
  }

  @Test
  void aTableThatIsAbsentIsTheOperatorsIfTheySaySo() {
    assertThatThrownBy(
            () ->
                new PostgresExporter(server().spec(table, false))
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
            new PostgresExporter(server().spec(table, false))
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
    assertThat(rows()).containsExactly("2001-06-04 1 run-2 0.6");
  }

  @Test
  void aFirstCopyThatFailsLeavesNoTable() {
    RowValues hostile = column -> column == 0 ? (Object) 1L : "\0";
    assertThatThrownBy(() -> copy(request(MONDAY, 1), List.of(hostile).iterator()))
        .hasMessageContaining("\\u0000");
    assertThat(server().rows("SELECT to_regclass('%s')".formatted(table))).containsExactly("null");
  }
}
