package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.testing.LocalCluster;
import dev.almanac.testing.ModelFixture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks of fits on a cluster of four executors with one slot each, by Spark's event log. The
 * cluster's driver has a JVM of its own.
 */
@Tag("slow")
class ClusterSlotsIT {
  private static final int SLOTS = 4;

  /** By algorithm, the stages that read the training rows while it is fitted. */
  private static final Map<Algorithm, Set<String>> FITTING =
      Map.of(
          Algorithm.LOGISTIC_REGRESSION,
          Set.of("treeAggregate at Summarizer", "treeAggregate at RDDLossFunction"),
          Algorithm.LINEAR_REGRESSION,
          Set.of("treeAggregate at WeightedLeastSquares"),
          Algorithm.GBT,
          Set.of(
              "aggregate at DecisionTreeMetadata",
              "flatMap at RandomForest",
              "mapPartitions at RandomForest"),
          Algorithm.RANDOM_FOREST,
          Set.of(
              "aggregate at DecisionTreeMetadata",
              "flatMap at RandomForest",
              "mapPartitions at RandomForest"),
          Algorithm.NAIVE_BAYES,
          Set.of("collect at NaiveBayes"),
          Algorithm.KMEANS,
          Set.of("sum at KMeans", "mapPartitions at KMeans", "collectAsMap at KMeans"),
          Algorithm.XGBOOST,
          Set.of("repartition at XGBoost"));

  @Test
  void eachStageOfAFitHasATaskForEachSlot(@TempDir Path folder) throws Exception {
    Path events = Files.createDirectory(folder.resolve("events"));
    Path log = folder.resolve("log.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(command::add);
    command.addAll(
        List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), Session.class.getName()));
    command.add(events.toUri().toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(LocalCluster.environment(folder.resolve("spark")));

    assertThat(builder.start().waitFor()).describedAs(failure(log)).isZero();
    Map<String, Map<String, Set<Integer>>> stages = stages(events);
    FITTING.forEach(
        (algorithm, sites) -> {
          Map<String, Set<Integer>> found = stages.getOrDefault(algorithm.word(), Map.of());
          for (String site : sites) {
            assertThat(found).describedAs(algorithm.word()).containsEntry(site, Set.of(SLOTS));
          }
        });
  }

  /** By description of the job, how many tasks its stages had, by call site without its line. */
  private static Map<String, Map<String, Set<Integer>>> stages(Path events) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Map<Integer, String> jobs = new HashMap<>();
    Map<String, Map<String, Set<Integer>>> stages = new TreeMap<>();
    for (Path file : files(events)) {
      for (String line : Files.readAllLines(file)) {
        JsonNode event = mapper.readTree(line);
        JsonNode stage = event.path("Stage Info");
        int id = stage.path("Stage ID").asInt();
        switch (event.path("Event").asText()) {
          case "SparkListenerStageSubmitted" ->
              jobs.put(id, event.path("Properties").path("spark.job.description").asText());
          case "SparkListenerStageCompleted" ->
              stages
                  .computeIfAbsent(jobs.getOrDefault(id, ""), any -> new TreeMap<>())
                  .computeIfAbsent(
                      stage.path("Stage Name").asText().replaceFirst("\\..*", ""),
                      any -> new TreeSet<>())
                  .add(stage.path("Number of Tasks").asInt());
          default -> {}
        }
      }
    }
    return stages;
  }

  private static List<Path> files(Path events) throws IOException {
    try (Stream<Path> all = Files.walk(events)) {
      return all.filter(file -> file.getFileName().toString().startsWith("events_"))
          .sorted()
          .toList();
    }
  }

  private static String failure(Path log) throws IOException {
    return String.join(
        "\n",
        Files.readAllLines(log).stream()
            .filter(line -> line.matches("(Exception in thread|Caused by:|\\s+at dev\\.almanac).*"))
            .toList());
  }

  /** Trains once with each algorithm. */
  static final class Session {
    private static final int ROWS = 150_000;
    private static final List<FeatureSpec> FEATURES =
        List.of(
            new FeatureSpec.Numeric("z", MissingPolicy.MEAN, 0),
            new FeatureSpec.Numeric("whole", MissingPolicy.REJECT, 0),
            new FeatureSpec.Categorical("unseen", MissingPolicy.REJECT, UnseenPolicy.LEVEL));

    private Session() {}

    public static void main(String[] args) {
      SparkSession.Builder builder = SparkSession.builder();
      LocalCluster.settings(SLOTS, 1024).forEach(builder::config);
      SparkSession spark =
          builder
              .config("spark.ui.enabled", false)
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.default.parallelism", SLOTS)
              .config("spark.eventLog.enabled", true)
              .config("spark.eventLog.compress", false)
              .config("spark.eventLog.dir", args[0])
              .config("spark.sql.session.timeZone", "UTC")
              .getOrCreate();
      Dataset<Row> rows = ModelFixture.rows(ROWS); // sets the shuffle's partitions of the tests
      spark.conf().set("spark.sql.shuffle.partitions", SLOTS);
      // The stages of an adaptive plan do not have the call site of their query.
      spark.conf().set("spark.sql.adaptive.enabled", false);
      train(rows, Algorithm.NAIVE_BAYES, TaskType.MULTICLASS, Map.of());
      spark.conf().set("spark.sql.adaptive.enabled", true);
      train(rows, Algorithm.KMEANS, TaskType.CLUSTERING, Map.of("k", 3, "max-iter", 2));
      train(rows, Algorithm.XGBOOST, TaskType.BINARY, Map.of("num-round", 2, "max-depth", 2));
      train(rows, Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, Map.of("max-iter", 2));
      train(rows, Algorithm.LINEAR_REGRESSION, TaskType.REGRESSION, Map.of("max-iter", 2));
      train(rows, Algorithm.GBT, TaskType.BINARY, Map.of("max-iter", 2, "max-depth", 2));
      train(
          rows,
          Algorithm.RANDOM_FOREST,
          TaskType.MULTICLASS,
          Map.of("num-trees", 2, "max-depth", 2));
      spark.stop();
    }

    private static void train(
        Dataset<Row> rows, Algorithm algorithm, TaskType task, Map<String, Object> params) {
      rows.sparkSession().sparkContext().setJobDescription(algorithm.word());
      // Naive Bayes counts: it takes no number that may be below 0.
      List<FeatureSpec> features =
          algorithm == Algorithm.NAIVE_BAYES ? FEATURES.subList(2, 3) : FEATURES;
      try (TrainedModel model =
          new Trainer()
              .train(rows, ModelFixture.spec(algorithm, task, params, features), Progress.SILENT)) {
        if (model.trainRows() < SLOTS * 25_000) {
          throw new IllegalStateException("too few rows to learn from: " + model.trainRows());
        }
      }
    }
  }
}
