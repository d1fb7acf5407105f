package dev.almanac.pmml;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.TrainSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds before training, and without Spark, what could not be exported faithfully after it. The
 * list was found by trying; every other combination of the job file's options is shown to export by
 * the parity tests.
 */
public final class ExportPreflight {
  private ExportPreflight() {}

  /** One sentence for each combination that PMML cannot say; empty means none is known. */
  public static List<String> problems(TrainSpec spec) {
    List<String> problems = new ArrayList<>();
    if (spec.algorithm().algorithm() == Algorithm.LOGISTIC_REGRESSION
        && spec.task() == TaskType.BINARY
        && "multinomial".equals(spec.algorithm().params().get("family"))) {
      problems.add(
          "family = multinomial with a binary task cannot be exported to PMML; use family = binomial, which fits the same probabilities");
    }
    return problems;
  }
}
