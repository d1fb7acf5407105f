package dev.almanac.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.Field;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.data.ModelColumns;
import dev.almanac.testing.ModelFixture;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every algorithm, task and treatment: the exported file answers as the pipeline does. */
class ExportParityIT {
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("demo", "a demo", "Almanac", "0", Instant.EPOCH);

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of(Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, Map.of()),
        Arguments.of(
            Algorithm.LOGISTIC_REGRESSION,
            TaskType.BINARY,
            Map.of("reg-param", 0.01, "elastic-net-param", 1.0)),
        Arguments.of(
            Algorithm.LOGISTIC_REGRESSION, TaskType.MULTICLASS, Map.of("reg-param", 0.001)),
        Arguments.of(Algorithm.LINEAR_REGRESSION, TaskType.REGRESSION, Map.of()),
        Arguments.of(Algorithm.LINEAR_REGRESSION, TaskType.REGRESSION, Map.of("loss", "huber")),
        Arguments.of(Algorithm.GLM, TaskType.REGRESSION, Map.of()),
        Arguments.of(
            Algorithm.GLM, TaskType.REGRESSION, Map.of("family", "gaussian", "link", "log")),
        Arguments.of(
            Algorithm.GLM, TaskType.REGRESSION, Map.of("family", "poisson", "link", "sqrt")),
        Arguments.of(
            Algorithm.GLM, TaskType.REGRESSION, Map.of("family", "gamma", "link", "inverse")),
        Arguments.of(Algorithm.GLM, TaskType.REGRESSION, Map.of("family", "gamma", "link", "log")),
        Arguments.of(Algorithm.DECISION_TREE, TaskType.BINARY, Map.of()),
        Arguments.of(Algorithm.DECISION_TREE, TaskType.MULTICLASS, Map.of("impurity", "entropy")),
        Arguments.of(Algorithm.DECISION_TREE, TaskType.REGRESSION, Map.of("max-bins", 4)),
        Arguments.of(Algorithm.RANDOM_FOREST, TaskType.BINARY, Map.of("num-trees", 5)),
        Arguments.of(Algorithm.RANDOM_FOREST, TaskType.MULTICLASS, Map.of("num-trees", 5)),
        Arguments.of(
            Algorithm.RANDOM_FOREST,
            TaskType.REGRESSION,
            Map.of("num-trees", 5, "subsampling-rate", 0.7)),
        Arguments.of(Algorithm.GBT, TaskType.BINARY, Map.of("max-iter", 5, "max-depth", 3)),
        Arguments.of(Algorithm.GBT, TaskType.REGRESSION, Map.of("max-iter", 5, "max-depth", 3)),
        Arguments.of(Algorithm.LINEAR_SVC, TaskType.BINARY, Map.of("max-iter", 20)),
        Arguments.of(
            Algorithm.MULTILAYER_PERCEPTRON,
            TaskType.BINARY,
            Map.of("layers", List.of(4), "max-iter", 20)),
        Arguments.of(Algorithm.MULTILAYER_PERCEPTRON, TaskType.MULTICLASS, Map.of("max-iter", 20)),
        Arguments.of(Algorithm.NAIVE_BAYES, TaskType.BINARY, Map.of()),
        Arguments.of(Algorithm.NAIVE_BAYES, TaskType.MULTICLASS, Map.of("smoothing", 0.5)),
        Arguments.of(Algorithm.KMEANS, TaskType.CLUSTERING, Map.of("k", 4)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void answersAsThePipelineDoes(Algorithm algorithm, TaskType task, Map<String, Object> params)
      throws Exception {
    try (TrainedModel model =
        new Trainer()
            .train(
                ModelFixture.rows(800),
                ModelFixture.spec(algorithm, task, params, features(algorithm)),
                Progress.SILENT)) {
      Dataset<Row> probe = probe(model);
      byte[] pmml = PmmlExporter.export(model.pipeline(), model.signature(), probe, ABOUT);
      assertThat(spelled(PmmlJson.toXml(PmmlJson.toJson(pmml))))
          .as("by way of JSON")
          .isEqualTo(spelled(pmml));
      Evaluator evaluator =
          new LoadingModelEvaluatorBuilder().load(new ByteArrayInputStream(pmml)).build();

      evaluator.verify();
      List<Row> answers = model.pipeline().transform(probe).collectAsList();

      assertThat(answers).hasSizeGreaterThan(200);
      answers.forEach(answer -> assertSame(evaluator, model, answer));
    }
  }

  /** Counts cannot be negative: not in the fit, and not at the edges of the probe. */
  private static List<FeatureSpec> features(Algorithm algorithm) {
    return algorithm == Algorithm.NAIVE_BAYES
        ? ModelFixture.FEATURES.stream().map(ExportParityIT::counted).toList()
        : ModelFixture.FEATURES;
  }

  private static FeatureSpec counted(FeatureSpec feature) {
    return feature instanceof FeatureSpec.Numeric number
        ? new FeatureSpec.Numeric(
            number.name(),
            number.missing(),
            number.constant(),
            new NumberShape(
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                false,
                NumberShape.Scale.NONE,
                NumberShape.Buckets.NONE))
        : feature;
  }

  /** XML has two spellings of an empty cell. */
  private static String spelled(byte[] pmml) {
    return new String(pmml, StandardCharsets.UTF_8).replaceAll("<(data:\\w+)></\\1>", "<$1/>");
  }

  /** Rows of the holdout, and for each of them one field that is null, unseen or extreme. */
  private static Dataset<Row> probe(TrainedModel model) {
    List<Field> inputs = model.signature().inputs();
    Dataset<Row> columns =
        model.holdout().selectExpr(inputs.stream().map(Field::name).toArray(String[]::new));
    List<Row> rows = new ArrayList<>();
    int turn = 0;
    for (Row row : columns.collectAsList()) {
      rows.add(row);
      rows.add(edge(row, inputs, turn++));
    }
    return columns.sparkSession().createDataFrame(rows, columns.schema());
  }

  private static Row edge(Row row, List<Field> inputs, int turn) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    int changed = turn % inputs.size();
    int round = turn / inputs.size();
    switch (inputs.get(changed).name()) {
      case "both", "flag" -> values[changed] = round % 2 == 0 ? null : "never seen " + round;
      case "missing", "x", "z" -> values[changed] = null;
      case "unseen" -> values[changed] = round % 2 == 0 ? "" : "<never>";
      case "big" -> values[changed] = round % 2 == 0 ? null : (Object) 9.0e15;
      case "whole" -> values[changed] = -1.0e6;
      default -> values[changed] = "n1";
    }
    return RowFactory.create(values);
  }

  private static void assertSame(Evaluator evaluator, TrainedModel model, Row answer) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (InputField input : evaluator.getInputFields()) {
      arguments.put(input.getName(), answer.getAs(input.getName()));
    }
    Map<String, ?> results = EvaluatorUtil.decodeAll(evaluator.evaluate(arguments));
    Map<String, Object> described = new HashMap<>(results);
    described.put("row", arguments);
    if (model.signature().task() == TaskType.REGRESSION) {
      assertClose(results.get("prediction"), answer.getAs(ModelColumns.PREDICTION), described);
      return;
    }
    if (model.signature().task() == TaskType.CLUSTERING) {
      int group = answer.<Integer>getAs(ModelColumns.PREDICTION);
      assertThat(results.get("prediction"))
          .as("%s", described)
          .isEqualTo(model.signature().labels().get(group));
      return;
    }
    Vector probabilities = answer.getAs(ModelColumns.PROBABILITY);
    List<String> labels = model.signature().labels();
    for (int i = 0; i < labels.size(); i++) {
      assertClose(
          results.get("probability(" + labels.get(i) + ")"), probabilities.apply(i), described);
    }
    double[] sorted = probabilities.toArray().clone();
    Arrays.sort(sorted);
    if (sorted[sorted.length - 1] - sorted[sorted.length - 2] > 1e-9) {
      double index = answer.<Double>getAs(ModelColumns.PREDICTION);
      assertThat(results.get("prediction")).as("%s", described).isEqualTo(labels.get((int) index));
    }
  }

  private static void assertClose(@Nullable Object actual, double expected, Object described) {
    assertThat((Double) actual)
        .as("%s", described)
        .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
  }
}
