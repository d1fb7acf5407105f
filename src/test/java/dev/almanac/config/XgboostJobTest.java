package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.spec.TrainSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XgboostJobTest {
  @TempDir Path folder;

  @Test
  void goesOnFromTheVersionBeforeWhereItIsSaid() {
    TrainSpec said = job("{ name = xgboost, params { eta = 0.1 } }\n warm-start = true");

    assertThat(said.learning().warmStart()).isTrue();
    assertThat(said.algorithm().params()).containsEntry("eta", 0.1);
    assertThat(job("{ name = xgboost }").learning().warmStart()).isFalse();
  }

  @Test
  void refusesToGoOnWithWhatCannotAtItsLine() {
    assertThatThrownBy(() -> job("{ name = gbt }\n warm-start = true"))
        .hasMessageContaining("job.conf: 10: train.warm-start: gbt cannot go on");
    assertThatThrownBy(
            () -> job("{ name = xgboost, params { num-workers = 2 } }\n warm-start = true"))
        .hasMessageContaining("job.conf: 10: train.warm-start: xgboost goes on in one task");
    assertThatThrownBy(() -> job("{ }\n warm-start = true"))
        .hasMessageContaining("has 1 problem:")
        .hasMessageContaining("train.algorithm.name: is missing");
  }

  @Test
  void reportsMisfitsAtTheirLine() {
    assertThatThrownBy(
            () -> job("{ name = xgboost, params {\n booster = dart\n base-score = 2 } }"))
        .hasMessageContaining("job.conf: 10: train.algorithm.params.booster: dart weighs")
        .hasMessageContaining("job.conf: 11: train.algorithm.params.base-score: of a binary task");
  }

  private TrainSpec job(String algorithm) {
    Jobs.write(
        folder, "job.conf", Jobs.SMALLEST.replace("{ name = logistic-regression }", algorithm));
    return Jobs.loader(folder).job(Path.of("job.conf")).train();
  }
}
