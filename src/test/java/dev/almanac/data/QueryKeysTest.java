package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryKeysTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT row_number() OVER (ORDER BY day) AS id FROM t | row_number",
        "SELECT cast(n + 1 AS STRING) AS ID FROM (SELECT *, Row_Number() OVER (ORDER BY b) AS n"
            + " FROM t) | row_number",
        "SELECT * FROM (SELECT uuid() AS id, a FROM t) x WHERE a > 1 ; | uuid",
        "WITH t AS (SELECT *, monotonically_increasing_id() AS m FROM t), s AS (SELECT * FROM t)"
            + " SELECT concat('x', s.m) AS id FROM s JOIN u ON s.a = u.a |"
            + " monotonically_increasing_id",
        "SELECT id, count(*) FROM (SELECT floor(rand() * 9) AS id FROM t) GROUP BY id | rand",
      })
  void findsKeysThatAreOtherOnesInTheNextRun(String query, String maker) {
    assertThat(QueryKeys.warnings(query, List.of("id")))
        .singleElement()
        .asString()
        .startsWith("the key 'id' is made by " + maker + "():");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id, row_number() OVER (ORDER BY b) AS place FROM t",
        "SELECT a AS id FROM (SELECT a, uuid() AS id FROM t)",
        "SELECT a, id FROM (SELECT id, uuid() AS u FROM t)",
        "WITH w AS (SELECT uuid() AS id FROM t) SELECT * FROM t",
        "SELECT FROM WHERE",
      })
  void saysNothingOfOthers(String query) {
    assertThat(QueryKeys.warnings(query, List.of("id"))).isEmpty();
  }
}
