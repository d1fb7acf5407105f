package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a query is found without a session and without data. */
class QueryCheckTest {
  private static final List<String> SOURCES = List.of("ev", "shops");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM ev",
        "SELECT * FROM EV e JOIN `shops` s USING (shop) WHERE day < :run_date;",
        "  \n-- why\nSELECT *, row_number() OVER (PARTITION BY id ORDER BY day) AS n FROM ev ; \n",
        "WITH a AS (SELECT * FROM ev), b AS (SELECT * FROM A) SELECT * FROM a JOIN b USING (id)",
        "WITH a AS (SELECT 1 AS x) SELECT * FROM ev WHERE id IN (SELECT x FROM a)",
        "WITH a AS (WITH b AS (SELECT * FROM ev) SELECT * FROM b) SELECT * FROM a",
        "SELECT (SELECT max(day) FROM shops) AS last, id FROM ev e WHERE EXISTS (SELECT 1 FROM"
            + " shops s WHERE s.id = e.id)",
        "SELECT * FROM ev UNION ALL SELECT * FROM shops",
        "SELECT * FROM VALUES (1, 'a') AS t(x, y)",
        "SELECT id FROM range(10)",
        "SELECT * FROM ev LATERAL VIEW explode(items) AS item",
        "SELECT * FROM ev TABLESAMPLE (10 PERCENT) PIVOT (sum(x) FOR kind IN ('a', 'b'))",
        "FROM ev SELECT id, transform(items, x -> x + 1) AS more",
        "(SELECT * FROM ev)",
        "TABLE ev",
        "SELECT `a b`, 'it''s; ok', \"x;y\" FROM ev /* ; */",
      })
  void findsNothingInAQuery(String query) {
    assertThat(QueryCheck.check(query, SOURCES)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT * FROM evs WHERE x > 1                | 14 | 'evs' is no source of this job (did you mean 'ev'?); its sources are ev, shops
          SELECT * FROM ev JOIN other USING (id)       | 22 | 'other' is no source of this job; its sources are ev, shops
          SELECT * FROM ev WHERE id IN (SELECT id FROM b) | 45 | 'b' is no source of this job
          WITH a AS (SELECT * FROM c) SELECT * FROM a  | 25 | 'c' is no source of this job
          SELECT * FROM ml.ev                          | 14 | 'ml.ev' is no source of this job; a query reads sources alone
          SELECT * FROM parquet.`/etc`                 | 14 | 'parquet./etc' is no source of this job
          SELECT '😀' AS s FROM evs                    | 22 | 'evs' is no source
          SELECT * FROM ev WHERE day IS NOT NUL        | 34 | Syntax error at or near 'NUL'
          SELECT * FROM ev WHERE day <                 | 28 | Syntax error at or near end of input
          SELECT * FROM ev; DROP TABLE x               | 18 | is more than one statement
          DROP TABLE ev                                | 0  | is a statement that gives no rows
          INSERT INTO ev SELECT * FROM shops           | 0  | is a statement that gives no rows
          CREATE TABLE x AS SELECT * FROM ev           | 0  | is a statement that gives no rows
          SHOW TABLES                                  | 0  | is a statement that gives no rows
          SELECT * FROM ev WHERE day < ':run_date'     | 29 | :run_date is within quotes, where it is a text and no date; write it without them
          SELECT * FROM ev WHERE day < date ':run_date' | 29 | :run_date is within quotes, where it is a text and no date; write it without them: it is a DATE already
          SELECT * FROM ev WHERE day < :rundate        | 29 | the parameter :rundate has no value (did you mean ':run_date'?); the only one is :run_date
          SELECT * FROM ev WHERE day < ?               | 29 | the parameter ? has no value; the only one is :run_date
          """)
  void findsWhatCannotRun(String query, int offset, String what) {
    assertThat(QueryCheck.check(query, SOURCES))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.what()).contains(what);
              assertThat(finding.offset()).isEqualTo(offset);
            });
  }

  @Test
  void findsAllAtOnceInTheOrderOfTheText() {
    assertThat(
            QueryCheck.check(
                "SELECT *\nFROM a\nJOIN b ON a.x = :y\nWHERE d = ':run_date'", SOURCES))
        .extracting(QueryCheck.Finding::offset)
        .containsExactly(14, 21, 32, 45);
  }

  @Test
  void leavesWhatIsNestedBeyondReasonToTheRun() {
    assertThat(QueryCheck.check("SELECT " + "(".repeat(5000) + "1" + ")".repeat(5000), SOURCES))
        .isEmpty();
  }
}
