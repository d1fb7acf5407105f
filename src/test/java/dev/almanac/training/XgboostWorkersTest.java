package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import dev.almanac.training.XgboostWorkers.Cluster;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XgboostWorkersTest {
  private static final Cluster CLUSTER = new Cluster(8, 2, false, false);
  private static final Cluster LOCAL = new Cluster(8, 1, true, false);
  private static final Cluster DYNAMIC = new Cluster(8, 2, false, true);
  private static final long MANY = 10_000_000;

  @Test
  void aClusterHasAWorkerForEachSlotThatItsRowsKeepBusy() {
    assertThat(workers(Map.of(), MANY, CLUSTER)).isEqualTo(8);
    assertThat(workers(Map.of(), 100_000, CLUSTER)).isEqualTo(4);
    assertThat(workers(Map.of(), 49_999, CLUSTER)).isEqualTo(1);
    assertThat(workers(Map.of(), 1, CLUSTER)).isEqualTo(1);
    assertThat(workers(Map.of("nthread", 2), MANY, CLUSTER)).isEqualTo(8);
  }

  @Test
  void oneWorkerWhereMoreCannotRunOrDoNotHelp() {
    assertThat(workers(Map.of(), MANY, LOCAL)).isEqualTo(1);
    assertThat(workers(Map.of(), MANY, DYNAMIC)).isEqualTo(1);
    assertThat(workers(Map.of("nthread", 3), MANY, CLUSTER)).isEqualTo(1);
    assertThat(XgboostWorkers.of(spec(Map.of()), true, MANY, CLUSTER)).isEqualTo(1);
    TrainSpec exact = TrainSpecs.like(spec(Map.of())).reproducibility(Reproducibility.EXACT).made();
    assertThat(XgboostWorkers.of(exact, false, MANY, CLUSTER)).isEqualTo(1);
  }

  @Test
  void theJobsNumberIsTaken() {
    assertThat(workers(Map.of("num-workers", 3), 10, CLUSTER)).isEqualTo(3);
    assertThat(workers(Map.of("num-workers", 2), 10, LOCAL)).isEqualTo(2);
    assertThat(workers(Map.of("num-workers", 1, "nthread", 64), 10, DYNAMIC)).isEqualTo(1);
  }

  @Test
  void workersThatCannotRunAtOnceAreRefused() {
    refused(Map.of("num-workers", 9), CLUSTER, "slots for 8 tasks", "Set num-workers to at most 8");
    refused(Map.of("num-workers", 2), DYNAMIC, "spark.dynamicAllocation.enabled = true");
    refused(
        Map.of("num-workers", 2, "nthread", 3), CLUSTER, "spark.task.cpus = 2", "Lower nthread");
  }

  private static void refused(Map<String, Object> params, Cluster cluster, String... words) {
    assertThatThrownBy(() -> workers(params, MANY, cluster))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContainingAll(words);
  }

  private static int workers(Map<String, Object> params, long rows, Cluster cluster) {
    return XgboostWorkers.of(spec(params), false, rows, cluster);
  }

  private static TrainSpec spec(Map<String, Object> params) {
    return ModelFixture.spec(Algorithm.XGBOOST, TaskType.BINARY, params);
  }
}
