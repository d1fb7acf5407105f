package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.testing.ModelFixture;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The parity matrix on a table as bad as tables get. */
@Tag("slow")
class WildParityIT extends ParityMatrix {
  WildParityIT() {
    super(ParityTable.wild());
  }

  @Test
  void aLevelWithoutANameIsRefusedWhereItNeedsOne() {
    TrainSpec spec =
        ModelFixture.spec(
            Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, Map.of(), table.features());
    try (FitDataset rows = prepare(spec)) {
      assertThatThrownBy(() -> rows.fit(spec.algorithm()))
          .isInstanceOfSatisfying(
              AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_TYPE))
          .hasMessageContaining("'text' has the empty text as a level")
          .hasMessageContaining("nullif(text, '')");
    }
  }
}
