package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.Field;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Profile;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.testing.TestSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ProfilerIT {
  private static final long ROWS = 10_000;

  private static final Signature SIGNATURE =
      new Signature(
          TaskType.BINARY,
          List.of(
              field("even.ly", Field.Kind.NUMERIC),
              field("zeros", Field.Kind.NUMERIC),
              field("one", Field.Kind.NUMERIC),
              field("none", Field.Kind.NUMERIC),
              field("wide", Field.Kind.NUMERIC),
              field("level", Field.Kind.CATEGORICAL),
              field("many", Field.Kind.CATEGORICAL)),
          "y",
          List.of("no", "yes"),
          "yes");

  private static final Profile PROFILE = profile(table());

  @Test
  void measuresNumbersAndPartsThemIntoBinsOfAboutAsManyRows() {
    FieldProfile.Spread spread = spread(0);

    assertThat(PROFILE.inputs().get(0).name()).isEqualTo("even.ly");
    assertThat(PROFILE.inputs().get(0).rows()).isEqualTo(ROWS);
    assertThat(PROFILE.inputs().get(0).nulls()).isEqualTo(ROWS / 10);
    assertThat(spread.min()).isEqualTo(1);
    assertThat(spread.max()).isEqualTo(9_999);
    assertThat(spread.mean()).isCloseTo(5_000, within(1e-6));
    assertThat(spread.deviation()).isCloseTo(2_886.8, within(1.0));
    assertThat(spread.quantiles()).containsOnlyKeys(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);
    assertThat(spread.quantiles().get(0.25)).isCloseTo(2_500, within(5.0));
    assertThat(spread.bins().counts()).hasSize(20).allMatch(count -> count > 440 && count < 460);
    assertThat(sum(spread.bins())).isEqualTo(ROWS - ROWS / 10);
    assertThat(sum(spread.shape())).isEqualTo(ROWS - ROWS / 10);
  }

  /** What makes quantiles equal: a value that most rows have, or all. */
  @Test
  void joinsBinsWhereValuesAreEqual() {
    FieldProfile.Spread zeros = spread(1);
    assertThat(zeros.bins().edges()).startsWith(0.0);
    assertThat(zeros.bins().counts().get(0)).isEqualTo(ROWS * 9 / 10);
    assertThat(sum(zeros.bins())).isEqualTo(ROWS);

    FieldProfile.Spread one = spread(2);
    assertThat(one.bins()).isEqualTo(new FieldProfile.Bins(List.of(), List.of(ROWS)));
    assertThat(one.shape()).isEqualTo(new FieldProfile.Bins(List.of(), List.of(ROWS)));
    assertThat(one.deviation()).isZero();
  }

  @Test
  void bearsAColumnWithoutValuesAndOneAtTheEndsOfWhatADoubleHolds() {
    FieldProfile.Numeric none = (FieldProfile.Numeric) PROFILE.inputs().get(3);
    assertThat(none.spread()).isEmpty();
    assertThat(none.nulls()).isEqualTo(ROWS);

    FieldProfile.Spread wide = spread(4);
    assertThat(wide.min()).isEqualTo(-1.7e308);
    assertThat(wide.max()).isEqualTo(1.7e308);
    assertThat(sum(wide.bins())).isEqualTo(ROWS);
    assertThat(sum(wide.shape())).isEqualTo(ROWS);
  }

  @Test
  void countsLevelsAndReportsTheRareOnesTogether() {
    FieldProfile.Categorical level = (FieldProfile.Categorical) PROFILE.inputs().get(5);
    assertThat(level.levels()).containsEntry("", 2_500L).containsEntry("<b>", 2_500L).hasSize(3);
    assertThat(level.nulls()).isEqualTo(2_500);
    assertThat(level.otherLevels()).isZero();

    FieldProfile.Categorical many = (FieldProfile.Categorical) PROFILE.inputs().get(6);
    assertThat(many.levels()).hasSize(200).containsEntry("often", 5_000L);
    assertThat(many.otherLevels()).isEqualTo(801);
    assertThat(many.otherRows()).isEqualTo(801L * 5);
  }

  @Test
  void profilesTheForecastsToo() {
    assertThat(PROFILE.holdoutRows()).isEqualTo(100);
    assertThat(PROFILE.forecasts())
        .extracting(FieldProfile::name)
        .containsExactly("prediction", "probability", "decision");
    assertThat(((FieldProfile.Categorical) PROFILE.forecasts().get(0)).levels())
        .containsEntry("yes", 25L)
        .containsEntry("no", 75L);
  }

  @Test
  void isTheSameForTheSameRows() {
    assertThat(ProfileJson.write(profile(table().repartition(2))))
        .isEqualTo(ProfileJson.write(profile(table().repartition(2))));
    assertThat(ProfileJson.read(ProfileJson.write(PROFILE))).isEqualTo(PROFILE);
  }

  private static Profile profile(Dataset<Row> table) {
    Dataset<Row> forecasts =
        TestSpark.session()
            .range(100)
            .selectExpr(
                "if(id % 4 = 0, 'yes', 'no') as prediction",
                "id / 100D as probability", "if(id % 2 = 0, 'yes', 'no') as decision");
    return new Profile(
        ROWS,
        Profiler.inputs(SIGNATURE, table, ROWS),
        100,
        Profiler.forecasts(SIGNATURE.task(), forecasts, 100));
  }

  private static Dataset<Row> table() {
    return TestSpark.session()
        .range(0, ROWS, 1, 2)
        .selectExpr(
            "if(id % 10 = 0, null, cast(id as double)) as `even.ly`",
            "if(id % 10 = 0, id + 1D, if(id % 3 = 0, -0.0D, 0.0D)) as zeros",
            "7D as one",
            "cast(null as double) as none",
            "if(id % 2 = 0, 1.7e308D, -1.7e308D) as wide",
            "element_at(array('', '<b>', 'é', null), cast(id % 4 + 1 as int)) as level",
            "if(id % 2 = 0, 'often', concat('rare ', id div 2 % 1000)) as many");
  }

  private static FieldProfile.Spread spread(int input) {
    return ((FieldProfile.Numeric) PROFILE.inputs().get(input)).spread().orElseThrow();
  }

  private static long sum(FieldProfile.Bins bins) {
    return bins.counts().stream().mapToLong(Long::longValue).sum();
  }

  private static Field field(String name, Field.Kind kind) {
    return new Field(
        name,
        kind == Field.Kind.NUMERIC ? FieldType.DOUBLE : FieldType.STRING,
        kind,
        kind == Field.Kind.NUMERIC ? MissingPolicy.CONSTANT : MissingPolicy.LEVEL,
        UnseenPolicy.LEVEL,
        List.of());
  }
}
