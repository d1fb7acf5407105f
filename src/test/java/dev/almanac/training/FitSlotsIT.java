package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of a fit in a session of four slots, which a JVM of its own has. */
class FitSlotsIT {
  private static final String OPTIMISER = "treeAggregate at RDDLossFunction";

  @Test
  void aFitHasATaskForEachSlotUnlessItMustBeExact(@TempDir Path folder) throws Exception {
    Path found = folder.resolve("tasks.txt");
    Path log = folder.resolve("log.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(command::add);
    command.addAll(
        List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), Session.class.getName()));
    command.add(found.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();

    assertThat(process.waitFor()).describedAs(Files.readString(log)).isZero();
    assertThat(Files.readAllLines(found)).containsExactly("EXACT [2]", "STATISTICAL [4]");
  }

  /** Trains in both ways and writes down how many tasks the optimiser's stages had. */
  static final class Session {
    private Session() {}

    public static void main(String[] args) throws Exception {
      SparkSession spark =
          SparkSession.builder()
              .master("local[4]")
              .config("spark.ui.enabled", false)
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", 2)
              .config("spark.sql.session.timeZone", "UTC")
              .getOrCreate();
      Set<String> tasks = new ConcurrentSkipListSet<>();
      List<String> lines = new ArrayList<>();
      for (Reproducibility mode : Reproducibility.values()) {
        tasks.clear();
        SparkListener listener =
            new SparkListener() {
              @Override
              public void onStageCompleted(SparkListenerStageCompleted stage) {
                if (stage.stageInfo().name().startsWith(OPTIMISER)) {
                  tasks.add(String.valueOf(stage.stageInfo().numTasks()));
                }
              }
            };
        spark.sparkContext().addSparkListener(listener);
        train(mode);
        spark.sparkContext().listenerBus().waitUntilEmpty();
        spark.sparkContext().removeSparkListener(listener);
        lines.add(mode + " " + new TreeSet<>(tasks));
      }
      Files.write(Path.of(args[0]), lines);
      spark.stop();
    }

    private static void train(Reproducibility mode) {
      Dataset<Row> rows = ModelFixture.rows(160_000);
      TrainSpec spec =
          TrainSpecs.like(
                  ModelFixture.spec(
                      Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, Map.of("max-iter", 2)))
              .reproducibility(mode)
              .made();
      try (TrainedModel model = new Trainer().train(rows, spec, Progress.SILENT)) {
        if (model.trainRows() < 100_000) {
          throw new IllegalStateException("too few rows to learn from: " + model.trainRows());
        }
      }
    }
  }
}
