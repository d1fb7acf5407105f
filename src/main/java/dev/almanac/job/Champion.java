package dev.almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import dev.almanac.data.ModelInput;
import dev.almanac.evaluation.ChampionComparer;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.scoring.ScoringEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Champion model: the version in use, loaded to score the holdout of a new model. */
final class Champion {
  private final ParentVersion version;
  private final Signature signature;
  private final DecisionSpec decision;
  private final ScoringEngine engine;

  private Champion(
      ParentVersion version, Signature signature, DecisionSpec decision, ScoringEngine engine) {
    this.version = version;
    this.signature = signature;
    this.decision = decision;
    this.engine = engine;
  }

  /**
   * Loads a version from its Spark pipeline, or from its PMML if it has none.
   *
   * @throws AlmanacException the errors of a corrupt or dangerous artifact
   */
  static Champion load(SparkSession spark, ModelRegistry registry, RegisteredVersion registered) {
    EngineLoader engines = new EngineLoader(spark, registry);
    Set<EngineChoice> available = engines.available(registered);
    if (available.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.ARTIFACT_DAMAGED,
          registered.version() + " keeps neither a Spark pipeline nor a PMML document");
    }
    return new Champion(
        new ParentVersion(registered.version().number(), registered.manifest().runId()),
        registered.manifest().facts().signature(),
        registered.manifest().facts().decision(),
        engines.load(
            registered,
            available.contains(EngineChoice.SPARK) ? EngineChoice.SPARK : EngineChoice.JPMML));
  }

  ParentVersion version() {
    return version;
  }

  /**
   * Refuses a comparison without meaning, or whose inputs the table lacks.
   *
   * @throws AlmanacException SCHEMA_MISMATCH, naming the missing or different columns
   */
  void requireComparable(Dataset<Row> table, TrainSpec spec) {
    if (signature.task() != spec.task() || !signature.positive().equals(spec.positive())) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "it forecasts %s and this job forecasts %s"
              .formatted(
                  what(signature.task(), signature.positive()),
                  what(spec.task(), spec.positive())));
    }
    ModelInput.check(table, signature.inputs());
  }

  /** The same check for labels, which are known only after the training. */
  boolean knows(List<String> labels) {
    return signature.task() != TaskType.BINARY
        || new HashSet<>(signature.labels()).equals(new HashSet<>(labels));
  }

  List<String> labels() {
    return signature.labels();
  }

  /** The names of its input columns. */
  List<String> inputs() {
    return signature.inputs().stream().map(Field::name).toList();
  }

  /** Its input columns that the new model does not read in the same form. */
  List<String> carried(TrainSpec spec) {
    Set<ModelInput.Column> features = features(spec);
    return signature.inputs().stream()
        .filter(input -> !features.contains(ModelInput.Column.of(input)))
        .map(Field::name)
        .toList();
  }

  /**
   * Adds its forecasts to those of the new model, in the columns of {@link ChampionComparer}.
   *
   * @param scored the whole holdout, scored by the new model, with the extra columns
   */
  Dataset<Row> withChampion(Dataset<Row> scored, TrainSpec spec) {
    Set<ModelInput.Column> features = features(spec);
    List<Column> read = new ArrayList<>();
    // names that no model input has
    read.add(col(ModelColumns.ROW));
    read.add(ExactNames.column(spec.label()).as(own(ChampionComparer.ACTUAL)));
    read.add(answer(scored).as(own(ChampionComparer.NOW)));
    for (Field input : signature.inputs()) {
      String from =
          features.contains(ModelInput.Column.of(input))
              ? input.name()
              : ModelColumns.carried(input.name());
      read.add(ExactNames.column(from).as(input.name()));
    }
    Dataset<Row> answered =
        engine.score(scored.select(read.toArray(Column[]::new)), signature, decision);
    return answered.select(
        col(ModelColumns.ROW).as(ChampionComparer.ROW),
        col(own(ChampionComparer.ACTUAL)).as(ChampionComparer.ACTUAL),
        col(own(ChampionComparer.NOW)).as(ChampionComparer.NOW),
        answer(answered).as(ChampionComparer.BEFORE));
  }

  /** The forecast columns as a struct; null for a rejected row. */
  private static Column answer(Dataset<Row> scored) {
    Column[] forecast =
        Arrays.stream(scored.columns())
            .filter(
                name ->
                    Set.of(
                            ForecastColumns.PREDICTION,
                            ForecastColumns.PROBABILITY,
                            ForecastColumns.PROBABILITIES,
                            ForecastColumns.DECISION)
                        .contains(name))
            .map(ExactNames::column)
            .toArray(Column[]::new);
    return when(col(ForecastColumns.REJECT_REASON).isNull(), struct(forecast)).otherwise(lit(null));
  }

  private static Set<ModelInput.Column> features(TrainSpec spec) {
    Set<ModelInput.Column> features = new HashSet<>();
    spec.inputs().forEach(input -> features.add(ModelInput.Column.of(input)));
    return features;
  }

  private static String own(String name) {
    return "__" + name;
  }

  private static String what(TaskType task, String positive) {
    return task == TaskType.BINARY
        ? "whether the label is '%s'".formatted(positive)
        : "a %s label".formatted(task.word());
  }
}
