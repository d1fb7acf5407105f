package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureRules;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.testing.ModelFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class FeatureSelectionTest {
  private static final StructType TABLE =
      StructType.fromDDL(
          "id BIGINT, ID2 STRING, day DATE, late STRING, w DOUBLE, age INT, income DECIMAL(9,2),"
              + " vip BOOLEAN, city STRING, store_no INT, raw_x DOUBLE, geo STRUCT<a: INT>,"
              + " __index_level_0__ BIGINT");

  @Test
  void takesColumnsByTypeAndLeavesWhatHasAnotherUse() {
    FeatureSelection selection =
        select(List.of(number("*"), category("*")), List.of("ID2", "raw_*"), List.of());

    assertThat(selection.spec().features())
        .containsExactly(
            number("age"), number("income"), number("store_no"), category("city"), category("vip"));
    assertThat(selection.spec().rules()).isEqualTo(FeatureRules.NONE);
    assertThat(selection.left())
        .isEqualTo(
            Map.of(
                "id", "is a key",
                "day", "splits the rows",
                "late", "is the label",
                "w", "weighs the rows",
                "ID2", "is in except",
                "raw_x", "is in except",
                "geo", "is STRUCT<a: INT>",
                "__index_level_0__", "begins with '__', as Almanac's own columns do"));
    assertThat(selection.counts()).containsExactly("2 by categorical.\"*\"", "3 by numeric.\"*\"");
  }

  @Test
  void longerPatternsAndNamesWin() {
    FeatureSpec age = new FeatureSpec.Numeric("age", MissingPolicy.MEAN, 0);
    FeatureSelection selection =
        select(List.of(number("*"), category("store_*")), List.of("raw_x"), List.of(age));

    assertThat(selection.spec().features())
        .containsExactly(age, number("income"), category("store_no"));
    assertThat(selection.taken()).doesNotContainKey("age");
    assertThat(selection.left()).doesNotContainKey("age");
  }

  @Test
  void refusesRulesThatTakeNothingOrTakeAlike() {
    assertThatThrownBy(() -> select(List.of(number("*"), number("stor_*")), List.of(), List.of()))
        .hasMessageContaining("numeric.\"stor_*\" matches no column");
    assertThatThrownBy(() -> select(List.of(number("*"), number("cit*")), List.of(), List.of()))
        .hasMessageContaining("numeric.\"cit*\" matches city STRING, and takes none of them");
    assertThatThrownBy(() -> select(List.of(number("*_no"), number("st*o")), List.of(), List.of()))
        .hasMessageContaining("'store_no' is taken by");
    assertThatThrownBy(() -> select(List.of(number("*")), List.of("raw_xx"), List.of()))
        .hasMessageContaining("'raw_xx' (did you mean 'raw_x'?)");
  }

  @Test
  void refusesAFactorThatNoRuleTakes() {
    assertThatThrownBy(
            () ->
                FeatureSelection.of(
                    TABLE,
                    spec(
                        List.of(number("*")),
                        List.of(),
                        List.of(),
                        new CombinationSpec(
                            List.of(), List.of(List.of("age", "city")), OptionalInt.empty())),
                    List.of("id")))
        .hasMessageContaining("no rule takes 'city'");
  }

  private static FeatureSelection select(
      List<FeatureSpec> rules, List<String> except, List<FeatureSpec> named) {
    return FeatureSelection.of(
        TABLE, spec(rules, except, named, CombinationSpec.NONE), List.of("id"));
  }

  private static TrainSpec spec(
      List<FeatureSpec> rules,
      List<String> except,
      List<FeatureSpec> named,
      CombinationSpec combined) {
    TrainSpec base = ModelFixture.spec(Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, Map.of());
    return new TrainSpec(
        base.dataset(),
        base.task(),
        "late",
        base.positive(),
        named,
        new FeatureRules(rules, except),
        combined,
        new SplitSpec.ByTime("day", Optional.empty(), 0.2),
        Optional.empty(),
        new WeightSpec(Optional.of("w"), Map.of(), false, Optional.empty()),
        base.algorithm(),
        base.learning(),
        base.search(),
        base.gate(),
        base.parity(),
        base.seed(),
        base.reproducibility());
  }

  private static FeatureSpec number(String name) {
    return new FeatureSpec.Numeric(name, MissingPolicy.REJECT, 0);
  }

  private static FeatureSpec category(String name) {
    return new FeatureSpec.Categorical(name, MissingPolicy.REJECT, UnseenPolicy.REJECT);
  }
}
