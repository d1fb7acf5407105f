package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.MadeTable;
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
class SummarizerTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final Question.Measure ROWS = measure(Question.Kind.ROWS, "");

  @TempDir private Path folder;
  private String path = "";

  @BeforeEach
  void publish() {
    MadeTable table =
        new MadeTable(
            folder.resolve("table"),
            List.of("id"),
            new StructType()
                .add("id", LongType.LONG)
                .add("region", StringType.STRING)
                .add("probability", DoubleType.DOUBLE)
                .add("seen", DateType.DATE));
    MadeTable.Made made =
        new MadeTable.Made("churn", 1, "run-1", Instant.parse("2026-05-05T03:15:00Z"));
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
                measure(Question.Kind.COUNT, "probability"),
                measure(Question.Kind.MIN, "probability"),
                measure(Question.Kind.MAX, "probability"),
                measure(Question.Kind.SUM, "id"),
                new Question.Measure(Question.Kind.QUANTILE, "probability", 0.5)));

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
    assertThat(met(condition("probability", Question.Comparison.GE, "0.9"))).isEqualTo(9);
    assertThat(met(condition("probability", Question.Comparison.LT, "0.1"))).isEqualTo(9);
    assertThat(met(condition("probability", Question.Comparison.IS_NULL))).isEqualTo(10);
    assertThat(met(condition("probability", Question.Comparison.NOT_NULL))).isEqualTo(90);
    assertThat(met(condition("region", Question.Comparison.EQ, "north"))).isEqualTo(25);
    assertThat(met(condition("region", Question.Comparison.NE, "north"))).isEqualTo(75);
    assertThat(met(condition("id", Question.Comparison.IN, "3", "4", "400"))).isEqualTo(2);
    assertThat(met(condition("seen", Question.Comparison.GT, "2024-10-04"))).isEqualTo(50);
    assertThat(
            met(
                condition("region", Question.Comparison.EQ, "north"),
                condition("id", Question.Comparison.LE, "8")))
        .isEqualTo(3);
  }

  @Test
  void tellsTheLargestAndTheSmallest() {
    assertThat(top(Question.Order.LARGEST)).containsExactly(99L, 98L, 97L);
    assertThat(top(Question.Order.SMALLEST)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void refusesWhatCannotBeAsked() {
    assertRefused(
        List.of(condition("regoin", Question.Comparison.EQ, "x")),
        List.of(),
        ROWS,
        "did you mean 'region'?");
    assertRefused(
        List.of(condition("id", Question.Comparison.EQ, "x")), List.of(), ROWS, "a whole number");
    assertRefused(List.of(condition("id", Question.Comparison.EQ)), List.of(), ROWS, "takes 1");
    assertRefused(List.of(), List.of(), measure(Question.Kind.MEAN, "region"), "holds no numbers");
    assertThatThrownBy(
            () ->
                Summarizer.answer(
                    path,
                    Map.of(),
                    question(Optional.of(MONDAY.plusDays(1)), List.of(), List.of(), List.of(ROWS)),
                    () -> true))
        .hasMessageContaining("nothing was published");
  }

  @Test
  void givesUpWhenToldTo() {
    assertThatThrownBy(
            () ->
                Summarizer.answer(
                    path,
                    Map.of(),
                    question(Optional.empty(), List.of(), List.of(), List.of(ROWS)),
                    () -> false))
        .hasMessageContaining("took longer than it may");
  }

  private List<@Nullable Object> top(Question.Order order) {
    return Summarizer.answer(
            path,
            Map.of(),
            new Question(
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new Question.Top("probability", order)),
                3),
            () -> true)
        .rows()
        .stream()
        .<@Nullable Object>map(row -> row.get("id"))
        .toList();
  }

  private long met(Question.Condition... where) {
    return ask(List.of(where), List.of(), List.of(ROWS)).rowsMet();
  }

  private Summary ask(
      List<Question.Condition> where, List<String> groupBy, List<Question.Measure> measures) {
    return Summarizer.answer(
        path, Map.of(), question(Optional.empty(), where, groupBy, measures), () -> true);
  }

  private static Question question(
      Optional<LocalDate> date,
      List<Question.Condition> where,
      List<String> groupBy,
      List<Question.Measure> measures) {
    return new Question(date, where, groupBy, measures, Optional.empty(), 10);
  }

  private static Question.Measure measure(Question.Kind kind, String column) {
    return new Question.Measure(kind, column, 0);
  }

  private static Question.Condition condition(
      String column, Question.Comparison comparison, String... values) {
    return new Question.Condition(column, comparison, List.of(values));
  }

  private void assertRefused(
      List<Question.Condition> where, List<String> groupBy, Question.Measure measure, String said) {
    assertThatThrownBy(() -> ask(where, groupBy, List.of(measure)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION))
        .hasMessageContaining(said);
  }
}
