package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Documents and rows at random: the compiled model says what the evaluator says. */
class DifferentialTest {
  private static final int DOCUMENTS = 260;
  private static final int ROWS = 150;

  @Test
  void answersAsTheEvaluatorDoes() {
    List<String> differences = new ArrayList<>();
    Map<String, Integer> refusals = new TreeMap<>();
    int compiled = 0;
    long answered = 0;
    long refused = 0;
    long nothing = 0;
    long passedOn = 0;
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      String document =
          seed % 20 == 19 ? PmmlFixtures.clusters(new Random(seed)) : Documents.make(seed);
      Differential differential = Differential.of(document);
      if (differential.compilation() instanceof CompileResult.Unsupported unsupported) {
        refusals.merge(unsupported.why(), 1, Integer::sum);
        continue;
      }
      compiled++;
      String difference = differential.difference(differential.rows(ROWS, seed));
      if (!difference.isEmpty()) {
        differences.add(String.format(Locale.ROOT, "document %d: %s", seed, difference));
      }
      answered += differential.answered;
      refused += differential.refused;
      nothing += differential.nothing;
      passedOn += differential.passedOn;
    }
    assertThat(differences).as("of %d documents", compiled).isEmpty();
    assertThat(compiled)
        .as("documents that are compiled; refused: %s", refusals)
        .isGreaterThanOrEqualTo(200);
    assertThat(answered).isGreaterThan(10_000);
    assertThat(nothing).isGreaterThan(500);
    assertThat(refused).isGreaterThan(500);
    assertThat(passedOn).as("rows that only the evaluator answers").isLessThan(answered / 2);
  }
}
