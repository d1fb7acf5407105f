package dev.almanac.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowTurnsTest {
  @Test
  void everySuiteHasOneTurn() {
    for (String suite :
        List.of("WarehouseFaultIT", "GuardsIT", "XgboostIT", "polygenelubricants")) {
      assertThat(IntStream.rangeClosed(1, 3).filter(turn -> SlowTurns.isOf(turn + "/3", suite)))
          .as(suite)
          .hasSize(1);
      assertThat(SlowTurns.isOf("1/1", suite)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "0/3", "4/3", "1/0", "a/b", "1/2/3", "1 / 2"})
  void aTurnThatIsNoneIsRefusedRatherThanSkippingAll(String turn) {
    assertThatIllegalArgumentException().isThrownBy(() -> SlowTurns.isOf(turn, "GuardsIT"));
  }
}
