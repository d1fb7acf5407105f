package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.spec.Reproducibility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionLayoutTest {
  @ParameterizedTest
  @CsvSource({
    // few rows: two tasks, as a model that is the same to the last bit
    "0, 2, 2",
    "1000, 64, 2",
    "1000, 1, 2",
    "75000, 64, 3",
    // enough rows: all slots
    "200000, 8, 8",
    "10000000, 64, 64",
    // no partition of more than two million rows, and as many for each slot
    "4000001, 2, 4",
    "4000001, 1, 3",
    "10000000, 4, 8",
    "30000000, 2, 16",
    "30000000, 8, 16",
    "30000000, 64, 64"
  })
  void usesAllSlotsForEnoughRows(long rows, int slots, int partitions) {
    assertThat(PartitionLayout.partitions(rows, slots, Reproducibility.STATISTICAL))
        .isEqualTo(partitions);
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1000, 2", "4000000, 2", "4000001, 3", "30000000, 15"})
  void exactDependsOnTheRowsAlone(long rows, int partitions) {
    for (int slots : new int[] {1, 2, 64, 1000}) {
      assertThat(PartitionLayout.partitions(rows, slots, Reproducibility.EXACT))
          .isEqualTo(partitions);
    }
  }
}
