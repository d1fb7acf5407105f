package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.compiled.CompileResult;
import dev.almanac.pmml.Answer;
import org.junit.jupiter.api.Test;

/** The kinds that a chain of {@code instanceof} tells apart, which the compiler does not check. */
class AnswerKindsTest {
  @Test
  void eachKindOfAnswerIsTreatedByTheScorer() {
    assertThat(Answer.class.getPermittedSubclasses())
        .as("BlockScorer.tell and PmmlAnswers have a branch for each of these")
        .containsExactlyInAnyOrder(
            Answer.Label.class, Answer.Estimate.class, Answer.Nothing.class, Answer.Refused.class);
    assertThat(CompileResult.class.getPermittedSubclasses())
        .as("CompiledModels has a branch for each of these")
        .containsExactlyInAnyOrder(CompileResult.Compiled.class, CompileResult.Unsupported.class);
  }
}
