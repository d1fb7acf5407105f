package dev.almanac.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.testing.OtherEvaluator;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores of -1000 in an evaluator that takes their exponentials as they are. */
class StableSoftmaxIT {
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 500, -800, 1e5})
  void theRefinedDocumentHasTheSameProbabilities(double x) throws Exception {
    List<Double> expected = StableSoftmaxTest.probabilities(StableSoftmaxTest.document(), x);

    List<Double> found = elsewhere(StableSoftmaxTest.refined(StableSoftmaxTest.document()), x);

    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-12));
    }
  }

  @Test
  void withoutItThereAreNone() {
    assertThat(elsewhere(StableSoftmaxTest.document(), 0)).contains(Double.NaN);
  }

  private static List<Double> elsewhere(String document, double x) {
    Map<String, Object> found =
        OtherEvaluator.load(document.getBytes(StandardCharsets.UTF_8))
            .predict(new HashMap<>(Map.of("x", x)));
    return StableSoftmaxTest.LABELS.stream()
        .map(label -> (Double) found.get("probability_" + label))
        .toList();
  }
}
