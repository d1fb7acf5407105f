package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.TableFixture;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups, measures and the largest of a publication, against sums worked out by hand. */
class AggregateQueryExecutorTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final AggregateQuery.Measure ROWS = measure(AggregateQuery.Kind.ROWS, "");

  @TempDir private Path folder;
  private String path = "";

  @BeforeEach
  void publish() {
    TableFixture table =
        new TableFixture(
            folder.resolve("table"),
            List.of("id"),
            new StructType()
                .add("id", LongType.LONG)
                .add("region", StringType.STRING)
                .add("probability", DoubleType.DOUBLE)
                .add("seen", DateType.DATE));
    TableFixture.Made made =
        new TableFixture.Made("churn", 1, "run-1", Instant.parse("2026-05-05T03:15:00Z"));
    table.publish(MONDAY.minusDays(1), made, List.of(rows(0, 7)));
    table.publish(MONDAY, made, List.of(rows(0, 60), rows(60, 100)));
    path = table.path();
  }

  /** 0.00 to 0.99; every tenth has none. */
  private static List<@Nullable Object[]> rows(int from, int to) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(
          new Object[] {
            (long) i, i % 4 == 0 ? "north" : "south", i % 10 == 0 ? null : i / 100.0, 20_000 + i % 2
          });
    }
    return rows;
  }

  @Test
  void measuresEachGroup() {
    Summary summary =
        ask(
            List.of(),
            List.of("region"),
            List.of(
                ROWS,
                measure(AggregateQuery.Kind.COUNT, "probability"),
                measure(AggregateQuery.Kind.MIN, "probability"),
                measure(AggregateQuery.Kind.MAX, "probability"),
                measure(AggregateQuery.Kind.SUM, "id"),
                new AggregateQuery.Measure(AggregateQuery.Kind.QUANTILE, "probability", 0.5)));

    assertThat(summary.runDate()).isEqualTo(MONDAY);
    assertThat(summary.rowsRead()).isEqualTo(100);
    assertThat(summary.groups())
        .containsExactly(
            new Summary.Group(
                Map.of("region", "south"), List.of(75.0, 70.0, 0.01, 0.99, 3750.0, 0.49)),
            new Summary.Group(
                Map.of("region", "north"), List.of(25.0, 20.0, 0.04, 0.96, 1200.0, 0.48)));
  }

  @Test
  void asksOnlyOfRowsThatMeetEveryCondition() {
    assertThat(met(condition("probability", AggregateQuery.Comparison.GE, "0.9"))).isEqualTo(9);
    assertThat(met(condition("probability", AggregateQuery.Comparison.LT, "0.1"))).isEqualTo(9);
    assertThat(met(condition("probability", AggregateQuery.Comparison.IS_NULL))).isEqualTo(10);
    assertThat(met(condition("probability", AggregateQuery.Comparison.NOT_NULL))).isEqualTo(90);
    assertThat(met(condition("region", AggregateQuery.Comparison.EQ, "north"))).isEqualTo(25);
    assertThat(met(condition("region", AggregateQuery.Comparison.NE, "north"))).isEqualTo(75);
    assertThat(met(condition("id", AggregateQuery.Comparison.IN, "3", "4", "400"))).isEqualTo(2);
    assertThat(met(condition("seen", AggregateQuery.Comparison.GT, "2024-10-04"))).isEqualTo(50);
    assertThat(
            met(
                condition("region", AggregateQuery.Comparison.EQ, "north"),
                condition("id", AggregateQuery.Comparison.LE, "8")))
        .isEqualTo(3);
  }

  @Test
  void reportsTheLargestAndTheSmallest() {
    assertThat(top(AggregateQuery.Order.LARGEST)).containsExactly(99L, 98L, 97L);
    assertThat(top(AggregateQuery.Order.SMALLEST)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void refusesWhatCannotBeRequested() {
    assertRefused(
        List.of(condition("regoin", AggregateQuery.Comparison.EQ, "x")),
        List.of(),
        ROWS,
        "did you mean 'region'?");
    assertRefused(
        List.of(condition("id", AggregateQuery.Comparison.EQ, "x")),
        List.of(),
        ROWS,
        "a whole number");
    assertRefused(
        List.of(condition("id", AggregateQuery.Comparison.EQ)), List.of(), ROWS, "takes 1");
    assertRefused(
        List.of(), List.of(), measure(AggregateQuery.Kind.MEAN, "region"), "holds no numbers");
    assertThatThrownBy(
            () ->
                AggregateQueryExecutor.answer(
                    path,
                    Map.of(),
                    question(Optional.of(MONDAY.plusDays(1)), List.of(), List.of(), List.of(ROWS)),
                    () -> true))
        .hasMessageContaining("nothing was published");
  }

  @Test
  void givesUpWhenReportedTo() {
    assertThatThrownBy(
            () ->
                AggregateQueryExecutor.answer(
                    path,
                    Map.of(),
                    question(Optional.empty(), List.of(), List.of(), List.of(ROWS)),
                    () -> false))
        .hasMessageContaining("took longer than it may");
  }

  private List<@Nullable Object> top(AggregateQuery.Order order) {
    return AggregateQueryExecutor.answer(
            path,
            Map.of(),
            new AggregateQuery(
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new AggregateQuery.Top("probability", order)),
                3),
            () -> true)
        .rows()
        .stream()
        .<@Nullable Object>map(row -> row.get("id"))
        .toList();
  }

  private long met(AggregateQuery.Condition... where) {
    return ask(List.of(where), List.of(), List.of(ROWS)).rowsMet();
  }

  private Summary ask(
      List<AggregateQuery.Condition> where,
      List<String> groupBy,
      List<AggregateQuery.Measure> measures) {
    return AggregateQueryExecutor.answer(
        path, Map.of(), question(Optional.empty(), where, groupBy, measures), () -> true);
  }

  private static AggregateQuery question(
      Optional<LocalDate> date,
      List<AggregateQuery.Condition> where,
      List<String> groupBy,
      List<AggregateQuery.Measure> measures) {
    return new AggregateQuery(date, where, groupBy, measures, Optional.empty(), 10);
  }

  private static AggregateQuery.Measure measure(AggregateQuery.Kind kind, String column) {
    return new AggregateQuery.Measure(kind, column, 0);
  }

  private static AggregateQuery.Condition condition(
      String column, AggregateQuery.Comparison comparison, String... values) {
    return new AggregateQuery.Condition(column, comparison, List.of(values));
  }

  private void assertRefused(
      List<AggregateQuery.Condition> where,
      List<String> groupBy,
      AggregateQuery.Measure measure,
      String said) {
    assertThatThrownBy(() -> ask(where, groupBy, List.of(measure)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION))
        .hasMessageContaining(said);
  }
}
