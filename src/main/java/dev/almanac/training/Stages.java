package dev.almanac.training;

import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The stages before the estimator. They were chosen so that the exported PMML means the same on
 * nulls and unseen levels too:
 *
 * <ul>
 *   <li>numbers: one Imputer holds every stand-in, be it a mean, a median or a constant;
 *   <li>categories whose missing values are a level: a null becomes the level {@link
 *       ModelColumns#MISSING_LEVEL}, which the indexer always knows, seen in training or not;
 *   <li>unseen levels: the indexer's own extra index. One-hot encoding drops that index, so that an
 *       unseen level adds nothing to a linear model, as it must: nothing was learnt about it.
 * </ul>
 *
 * <p>Nothing is fitted here but what the levels and stand-ins already say, so the stages depend on
 * the rows' content alone.
 */
final class Stages {
  private final SparkSession spark;
  private final List<Field> fields;
  private final Map<String, Double> standIns;
  private final List<PipelineStage> stages = new ArrayList<>();

  private Stages(SparkSession spark, List<Field> fields, Map<String, Double> standIns) {
    this.spark = spark;
    this.fields = fields;
    this.standIns = standIns;
  }

  /**
   * @param standIns what stands in for a null, for each numeric field that has such a policy
   */
  static List<PipelineStage> before(
      Algorithm algorithm, SparkSession spark, List<Field> fields, Map<String, Double> standIns) {
    Stages made = new Stages(spark, fields, standIns);
    made.impute();
    made.nameMissingLevels();
    made.index(UnseenPolicy.LEVEL);
    made.index(UnseenPolicy.REJECT);
    if (algorithm.encoding() == Algorithm.Encoding.ONE_HOT) {
      made.encode(UnseenPolicy.LEVEL);
      made.encode(UnseenPolicy.REJECT);
    }
    made.assemble(algorithm.encoding());
    if (algorithm == Algorithm.XGBOOST) {
      made.stages.add(Xgboost.dense(spark, fields.size()));
    }
    return List.copyOf(made.stages);
  }

  /** How many indexes the indexer gives a categorical field. */
  static int indexes(Field field) {
    return knownLevels(field).size() + (field.unseen() == UnseenPolicy.LEVEL ? 1 : 0);
  }

  private void impute() {
    if (standIns.isEmpty()) {
      return;
    }
    List<String> names = fields.stream().map(Field::name).filter(standIns::containsKey).toList();
    StructField[] columns =
        names.stream()
            .map(name -> DataTypes.createStructField(name, DataTypes.DoubleType, true))
            .toArray(StructField[]::new);
    // The mean of one row is that row: Imputer can only learn, and this teaches it what we know.
    Dataset<Row> lesson =
        spark.createDataFrame(
            List.of(RowFactory.create(names.stream().map(standIns::get).toArray())),
            new StructType(columns));
    ImputerModel imputer =
        new Imputer("numbers")
            .setStrategy("mean")
            .setInputCols(names.toArray(String[]::new))
            .setOutputCols(names.stream().map(Stages::filled).toArray(String[]::new))
            .fit(lesson);
    stages.add(imputer);
  }

  private void nameMissingLevels() {
    String columns =
        fields.stream()
            .filter(Stages::namesMissing)
            .map(
                field ->
                    ", CASE WHEN %1$s IS NULL THEN '%2$s' ELSE %1$s END AS %3$s"
                        .formatted(
                            quoted(field.name()),
                            ModelColumns.MISSING_LEVEL,
                            quoted(filled(field.name()))))
            .collect(Collectors.joining());
    if (!columns.isEmpty()) {
      stages.add(
          new SQLTransformer("missing_levels")
              .setStatement("SELECT *" + columns + " FROM __THIS__"));
    }
  }

  private void index(UnseenPolicy unseen) {
    List<Field> chosen = categorical(unseen);
    if (chosen.isEmpty()) {
      return;
    }
    String[][] levels =
        chosen.stream()
            .map(field -> knownLevels(field).toArray(String[]::new))
            .toArray(String[][]::new);
    stages.add(
        new StringIndexerModel("levels_unseen_" + unseen.word(), levels)
            .setInputCols(
                chosen.stream()
                    .map(field -> namesMissing(field) ? filled(field.name()) : field.name())
                    .toArray(String[]::new))
            .setOutputCols(names(chosen, "__index_"))
            .setHandleInvalid(unseen == UnseenPolicy.LEVEL ? "keep" : "error"));
  }

  private void encode(UnseenPolicy unseen) {
    List<Field> chosen = categorical(unseen);
    if (chosen.isEmpty()) {
      return;
    }
    stages.add(
        new OneHotEncoder("one_hot_unseen_" + unseen.word())
            .setInputCols(names(chosen, "__index_"))
            .setOutputCols(names(chosen, "__one_hot_"))
            .setDropLast(unseen == UnseenPolicy.LEVEL));
  }

  private void assemble(Algorithm.Encoding encoding) {
    String prefix = encoding == Algorithm.Encoding.ONE_HOT ? "__one_hot_" : "__index_";
    String[] inputs =
        fields.stream()
            .map(
                field -> {
                  if (field.kind() == Field.Kind.CATEGORICAL) {
                    return prefix + field.name();
                  }
                  return standIns.containsKey(field.name()) ? filled(field.name()) : field.name();
                })
            .toArray(String[]::new);
    stages.add(
        new VectorAssembler("features")
            .setInputCols(inputs)
            .setOutputCol(ModelColumns.FEATURES)
            .setHandleInvalid("error"));
  }

  private List<Field> categorical(UnseenPolicy unseen) {
    return fields.stream()
        .filter(field -> field.kind() == Field.Kind.CATEGORICAL && field.unseen() == unseen)
        .toList();
  }

  /** The levels the indexer knows, sorted: those of training, and the one for missing values. */
  private static List<String> knownLevels(Field field) {
    List<String> levels = new ArrayList<>(field.levels());
    if (namesMissing(field)) {
      levels.add(ModelColumns.MISSING_LEVEL);
    }
    return levels;
  }

  private static boolean namesMissing(Field field) {
    return field.kind() == Field.Kind.CATEGORICAL && field.missing() == MissingPolicy.LEVEL;
  }

  private static String[] names(List<Field> chosen, String prefix) {
    return chosen.stream().map(field -> prefix + field.name()).toArray(String[]::new);
  }

  private static String filled(String name) {
    return "__filled_" + name;
  }

  private static String quoted(String name) {
    return ExactNames.quoted(name);
  }
}
