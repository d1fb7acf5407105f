package dev.almanac.pmml;

import dev.almanac.core.spec.TrainSpec;
import java.util.List;

/** Finds before training what could not be exported faithfully after it. */
public final class ExportPreflight {
  private ExportPreflight() {}

  /** One sentence for each combination that PMML cannot say; empty means none is known. */
  public static List<String> problems(TrainSpec spec) {
    return spec.features().isEmpty() ? List.of("no feature") : List.of();
  }
}
