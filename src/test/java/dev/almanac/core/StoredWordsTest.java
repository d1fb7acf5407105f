package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.TextTerms;
import dev.almanac.core.spec.WhenEmpty;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Words in job files, manifests, commits and tables, which are formats: none may change. */
class StoredWordsTest {
  @Test
  void ofModels() {
    assertThat(words(TaskType.values(), TaskType::word))
        .isEqualTo("binary multiclass regression clustering");
    assertThat(words(FieldType.values(), FieldType::word))
        .isEqualTo("string boolean integer double");
    assertThat(words(Field.Kind.values(), Field.Kind::word)).isEqualTo("numeric categorical text");
    assertThat(words(MissingPolicy.values(), MissingPolicy::word))
        .isEqualTo("reject mean median constant level empty");
    assertThat(words(UnseenPolicy.values(), UnseenPolicy::word)).isEqualTo("reject level");
    assertThat(words(ChampionRule.Judge.values(), ChampionRule.Judge::word))
        .isEqualTo("difference pessimistic optimistic");
  }

  @Test
  void ofRuns() {
    assertThat(words(RunState.values(), RunState::word))
        .isEqualTo("published held skipped refused failed rolled-back");
    assertThat(words(Guard.values(), Guard::word))
        .isEqualTo("nulls input-drift forecast-drift last-drift label-flips movers segments");
    assertThat(words(GuardFinding.Verdict.values(), GuardFinding.Verdict::word))
        .isEqualTo("holds warned refused not-judged");
    assertThat(words(RejectReason.values(), RejectReason::name))
        .isEqualTo(
            "MISSING_VALUE UNSEEN_LEVEL NOT_A_NUMBER TEXT_TOO_LONG ENGINE_REFUSED NO_FORECAST");
  }

  @Test
  void ofJobFiles() {
    assertThat(words(EngineChoice.values(), EngineChoice::word))
        .isEqualTo("auto compiled spark jpmml");
    assertThat(words(WhenEmpty.values(), WhenEmpty::word)).isEqualTo("refuse skip");
    assertThat(words(GuardSpec.Action.values(), GuardSpec.Action::word))
        .isEqualTo("off warn refuse");
    assertThat(words(NumberShape.Scale.values(), NumberShape.Scale::word))
        .isEqualTo("none standard min-max max-abs");
    assertThat(words(TextTerms.Language.values(), TextTerms.Language::word))
        .isEqualTo(
            "danish dutch english finnish french german hungarian italian norwegian portuguese"
                + " russian spanish swedish turkish");
  }

  private static <T> String words(T[] values, Function<T, String> word) {
    return String.join(" ", Arrays.stream(values).map(word).toList());
  }
}
