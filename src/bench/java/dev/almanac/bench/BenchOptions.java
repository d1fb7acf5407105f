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
    int trees,
    int runs,
    List<Algorithm> algorithms,
    String master,
    Path folder,
    Path report,
    String command) {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "rows", "2000000",
          "few-rows", "200000",
          "train-rows", "50000",
          "trees", "50",
          "runs", "3",
          "algorithms", "gbt,logistic-regression",
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
        Integer.parseInt(value.apply("trees")),
        Integer.parseInt(value.apply("runs")),
        Arrays.stream(value.apply("algorithms").split(",")).map(BenchOptions::algorithm).toList(),
        value.apply("master"),
        Path.of(value.apply("folder")).toAbsolutePath(),
        Path.of(value.apply("report")),
        command);
  }

  /** The parameters the algorithm is trained with; trees of depth 5. */
  Map<String, Object> params(Algorithm algorithm) {
    return switch (algorithm) {
      case GBT -> Map.of("max-iter", trees, "max-depth", 5, "max-bins", 256);
      case RANDOM_FOREST -> Map.of("num-trees", trees, "max-depth", 5, "max-bins", 256);
      case DECISION_TREE -> Map.of("max-depth", 5, "max-bins", 256);
      case XGBOOST -> Map.of("num-round", trees, "max-depth", 5, "num-workers", 2);
      default -> Map.of();
    };
  }

  private static Algorithm algorithm(String word) {
    return Algorithm.find(word)
        .orElseThrow(() -> new IllegalArgumentException("unknown algorithm '" + word + "'"));
  }
}
