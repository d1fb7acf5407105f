package dev.almanac.bench;

import dev.almanac.core.spec.Algorithm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The options of {@code scripts/bench score}, each as {@code --name=value}. */
record BenchOptions(
    long rows,
    long fewRows,
    long trainRows,
    int runs,
    int slowRuns,
    List<Algorithm> algorithms,
    String master,
    Path folder,
    Path report,
    String command) {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "rows", "4000000",
          "few-rows", "200000",
          "train-rows", "50000",
          "runs", "5",
          "slow-runs", "2",
          "algorithms", "logistic-regression,gbt,random-forest,xgboost",
          "master", "local[2]",
          "folder", "var/bench",
          "report", "src/site/markdown/benchmarks/score.md");

  /**
   * @throws IllegalArgumentException for an unknown option or algorithm, or a value that is no
   *     number
   */
  static BenchOptions parse(String... args) {
    BenchArguments given = BenchArguments.parse(DEFAULTS, args);
    UnaryOperator<String> value = given::word;
    String command = "scripts/bench score" + given.given();
    return new BenchOptions(
        Long.parseLong(value.apply("rows")),
        Long.parseLong(value.apply("few-rows")),
        Long.parseLong(value.apply("train-rows")),
        Integer.parseInt(value.apply("runs")),
        Integer.parseInt(value.apply("slow-runs")),
        Arrays.stream(value.apply("algorithms").split(",")).map(BenchOptions::algorithm).toList(),
        value.apply("master"),
        Path.of(value.apply("folder")).toAbsolutePath(),
        Path.of(value.apply("report")),
        command);
  }

  /** The parameters the algorithm is trained with. */
  Map<String, Object> params(Algorithm algorithm) {
    return switch (algorithm) {
      case GBT -> Map.of("max-iter", 50, "max-depth", 5, "max-bins", 256);
      case RANDOM_FOREST -> Map.of("num-trees", 100, "max-depth", 8, "max-bins", 256);
      case DECISION_TREE -> Map.of("max-depth", 5, "max-bins", 256);
      case XGBOOST -> Map.of("num-round", 100, "max-depth", 6, "num-workers", 2);
      default -> Map.of();
    };
  }

  private static Algorithm algorithm(String word) {
    return Algorithm.find(word)
        .orElseThrow(() -> new IllegalArgumentException("unknown algorithm '" + word + "'"));
  }
}
