package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Progress;
import dev.almanac.scoring.Footprint;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final long MIB = 1 << 20;

  private final List<String> lines = new ArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void fact(String text) {
          lines.add(text);
        }
      };

  @Test
  void reportsWhatModelsNeedAndHowFastTheyAre() {
    Footprint model = new Footprint(2 * MIB, 18 * MIB, MIB / 2);

    new Capacity(1024 * MIB, 4, 8, 0.6).judge(List.of(model), 500_000, progress);

    assertThat(lines)
        .containsExactly(
            "the model: 20.0 MiB an executor and 0.5 MiB a task; an executor has 1,024 MiB and 4"
                + " tasks at once",
            "the model alone: about 4,000,000 rows a second on 8 cores, without reading and"
                + " writing");
  }

  @Test
  void warnsWhereModelsTakeWhatSparkLeaves() {
    Footprint model = new Footprint(20 * MIB, 280 * MIB, MIB);

    new Capacity(1024 * MIB, 2, 2, 0.6).judge(List.of(model), 1_000, progress);

    assertThat(lines).last().asString().contains("more than the 290 MiB of an executor");
  }

  @Test
  void refusesModelsThatDoNotFit() {
    Footprint model = new Footprint(20 * MIB, 180 * MIB, 50 * MIB);

    assertThatThrownBy(
            () ->
                new Capacity(1024 * MIB, 2, 2, 0.6)
                    .judge(List.of(model, model, model), 1_000, progress))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ENOUGH_MEMORY))
        .hasMessageContaining("3 models: 900 MiB are needed in each executor")
        .hasMessageContaining("--executor-memory");
  }

  @Test
  void saysNothingOfModelsThatAreNotCompiled() {
    new Capacity(MIB, 2, 2, 0.6).check(List.of(), progress);

    assertThat(lines).isEmpty();
  }

  @Test
  void takesTheTasksOfTheLargestExecutorThatRuns() {
    SparkConf settings = new SparkConf(false);
    assertThat(Capacity.tasksAtOnce(List.of(8, 16), settings))
        .as("a standalone worker's cores, of which no setting says anything")
        .isEqualTo(16);
    settings.set("spark.executor.cores", "6").set("spark.task.cpus", "2");
    assertThat(Capacity.tasksAtOnce(List.of(), settings)).as("none runs yet").isEqualTo(3);
  }
}
