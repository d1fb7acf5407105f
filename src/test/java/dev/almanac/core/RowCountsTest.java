package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RowCountsTest {
  @Test
  void balancesRowsInWithRowsOut() {
    RowCounts account = new RowCounts(100, 97, Map.of("MISSING_VALUE", 2L, "UNSEEN_LEVEL", 1L));
    assertThat(account.rejectedRows()).isEqualTo(3);
    assertThat(account.rejectedShare()).isEqualTo(0.03);
  }

  @Test
  void refusesAnAccountThatLosesARow() {
    assertThatThrownBy(() -> new RowCounts(100, 97, Map.of("MISSING_VALUE", 2L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 are unaccounted for");
  }

  @Test
  void hasNoShareOfNothing() {
    assertThat(new RowCounts(0, 0, Map.of()).rejectedShare()).isZero();
  }
}
