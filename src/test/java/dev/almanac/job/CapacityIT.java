package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.testing.TestSpark;
import org.junit.jupiter.api.Test;

class CapacityIT {
  @Test
  void countsTheTasksThatRunInThisJvm() {
    Capacity capacity = Capacity.of(TestSpark.session());

    assertThat(TestSpark.session().sparkContext().master()).isEqualTo("local[2]");
    assertThat(capacity.tasks()).isEqualTo(2);
    assertThat(capacity.cores()).isEqualTo(2);
  }
}
