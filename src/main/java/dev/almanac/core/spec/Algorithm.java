package dev.almanac.core.spec;

import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Supported algorithms of Spark MLlib 4.0 and XGBoost 3.0, with their parameters. Names and
 * meanings are those of the libraries, in kebab case. Spark's {@code threshold(s)} is excluded
 * because PMML export drops it silently; {@link DecisionSpec} takes decisions from the
 * probabilities instead.
 */
public enum Algorithm {
  LOGISTIC_REGRESSION("logistic-regression", Encoding.ONE_HOT),
  LINEAR_REGRESSION("linear-regression", Encoding.ONE_HOT),
  GLM("glm", Encoding.ONE_HOT),
  DECISION_TREE("decision-tree", Encoding.INDEX),
  RANDOM_FOREST("random-forest", Encoding.INDEX),
  GBT("gbt", Encoding.INDEX),
  LINEAR_SVC("linear-svc", Encoding.ONE_HOT),
  MULTILAYER_PERCEPTRON("multilayer-perceptron", Encoding.ONE_HOT),
  NAIVE_BAYES("naive-bayes", Encoding.ONE_HOT),
  KMEANS("kmeans", Encoding.ONE_HOT),
  XGBOOST("xgboost", Encoding.INDEX);

  /** Encoding of categories that the algorithm requires. */
  public enum Encoding {
    /** One-hot: a 0/1 column for each level. */
    ONE_HOT,
    /** One column with the level's index, marked nominal. */
    INDEX
  }

  private final String word;
  private final Encoding encoding;

  Algorithm(String word, Encoding encoding) {
    this.word = word;
    this.encoding = encoding;
  }

  /** The name in job files. */
  public String word() {
    return word;
  }

  /** Whether the algorithm supports a task. */
  public boolean supports(TaskType task) {
    return switch (this) {
      case LOGISTIC_REGRESSION, MULTILAYER_PERCEPTRON, NAIVE_BAYES -> task.isClassification();
      case LINEAR_SVC -> task == TaskType.BINARY;
      case KMEANS -> task == TaskType.CLUSTERING;
      case LINEAR_REGRESSION, GLM -> task == TaskType.REGRESSION;
      case DECISION_TREE, RANDOM_FOREST, XGBOOST -> task != TaskType.CLUSTERING;
      case GBT -> task == TaskType.BINARY || task == TaskType.REGRESSION;
    };
  }

  /** The required encoding of categories. */
  public Encoding encoding() {
    return encoding;
  }

  /** The parameters. */
  public List<AlgorithmParam> params() {
    return switch (this) {
      case LOGISTIC_REGRESSION -> AlgorithmParams.LOGISTIC_REGRESSION;
      case LINEAR_REGRESSION -> AlgorithmParams.LINEAR_REGRESSION;
      case GLM -> AlgorithmParams.GLM;
      case DECISION_TREE -> AlgorithmParams.DECISION_TREE;
      case RANDOM_FOREST -> AlgorithmParams.RANDOM_FOREST;
      case GBT -> AlgorithmParams.GBT;
      case LINEAR_SVC -> AlgorithmParams.LINEAR_SVC;
      case MULTILAYER_PERCEPTRON -> AlgorithmParams.MULTILAYER_PERCEPTRON;
      case NAIVE_BAYES -> AlgorithmParams.NAIVE_BAYES;
      case KMEANS -> AlgorithmParams.KMEANS;
      case XGBOOST -> XgboostParams.ALL;
    };
  }

  /**
   * Whether the algorithm and its exports compute in 32-bit floats. Numbers beyond {@link
   * Float#MAX_VALUE} are then invalid, and different orders of addition differ in the seventh
   * digit.
   */
  public boolean isOfFloats() {
    return this == XGBOOST;
  }

  /** The smallest parity tolerance that the algorithm's exports can meet. */
  public double parityFloor() {
    return isOfFloats() ? 1e-6 : 0;
  }

  /** Whether a fit can continue from an earlier one, see {@link LearningSpec#warmStart}. */
  public boolean canWarmStart() {
    return this == XGBOOST;
  }

  /** The algorithm with this name, if there is one. */
  public static Optional<Algorithm> find(String word) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.word.equals(word)).findFirst();
  }

  /**
   * The parameter with this name.
   *
   * @throws IllegalArgumentException if there is none, with the nearest name
   */
  public AlgorithmParam param(String name) {
    return params().stream()
        .filter(param -> param.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> known = params().stream().map(AlgorithmParam::name).sorted().toList();
              String elsewhere = AlgorithmParams.ELSEWHERE.get(name);
              if (elsewhere != null) {
                return new IllegalArgumentException(
                    "'%s' of Spark's %s is not set here: %s".formatted(name, word, elsewhere));
              }
              String hint =
                  Text.nearest(name, known)
                      .map(near -> "did you mean '" + near + "'?")
                      .orElse("it has " + String.join(", ", known));
              return new IllegalArgumentException(
                  "%s has no parameter '%s'; %s".formatted(word, Text.printable(name), hint));
            });
  }
}
