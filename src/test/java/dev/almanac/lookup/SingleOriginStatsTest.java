package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SingleOriginStatsTest {
  private static final String ONE =
      """
      {"minValues":{"run_id":"run-1","model":"churn","model_version":3},
       "maxValues":{"run_id":"run-1","model":"churn","model_version":3},
       "nullCount":{"run_id":0,"model":0,"model_version":0}}
      """;

  @Test
  void believesWholeStatisticsAlone() {
    assertThat(SingleOriginStats.of(ONE)).isTrue();
    assertThat(SingleOriginStats.of(ONE.replaceFirst("run-1", "run-0"))).isFalse();
    assertThat(SingleOriginStats.of(ONE.replaceFirst("churn", "chern"))).isFalse();
    assertThat(SingleOriginStats.of(ONE.replaceFirst("3", "2"))).isFalse();
    assertThat(SingleOriginStats.of(ONE.replace("\"run_id\":0", "\"run_id\":1"))).isFalse();
    assertThat(SingleOriginStats.of(ONE.replace("churn", "c".repeat(32))))
        .as("may be cut")
        .isFalse();
    assertThat(SingleOriginStats.of("{\"numRecords\": 3}")).isFalse();
    assertThat(SingleOriginStats.of("nonsense")).isFalse();
    assertThat(SingleOriginStats.of("")).isFalse();
  }
}
