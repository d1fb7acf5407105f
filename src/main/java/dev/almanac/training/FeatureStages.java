package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Text;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import dev.almanac.data.RowExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.Interaction;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.PCA;
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
 * Pipeline stages before the estimator. They are chosen so that the exported PMML treats nulls and
 * unseen levels the same way:
 *
 * <ul>
 *   <li>numbers: one Imputer holds all imputation values, be they means, medians or constants;
 *   <li>categories whose missing values are a level: null becomes {@link
 *       ModelColumns#MISSING_LEVEL}, which the indexer always contains, in the training data or
 *       not;
 *   <li>unseen levels: the indexer's additional index. One-hot encoding drops that index, so that
 *       an unseen level contributes nothing to a linear model.
 * </ul>
 *
 * <p>The stages fit nothing beyond the levels and imputation values, so they depend on the content
 * of the rows only.
 */
final class FeatureStages {
  private static final String NAMED = "__named_";
  private static final String SHAPED = "__shaped_";
  private static final String INDEX = "__index_";
  private static final String ONE_HOT = "__one_hot_";
  private static final String ALL = "__all";
  private static final int MOST_PRODUCTS = 10_000;

  private final SparkSession spark;
  private final TrainSpec spec;
  private final List<Field> fields;
  private final FittedStatistics learnt;
  private final TextStages texts;
  private final List<PipelineStage> stages = new ArrayList<>();

  /** By feature, the column that holds its current form. */
  private final Map<String, String> columns = new HashMap<>();

  /** By category that is a factor of an interaction, its 0/1 columns. */
  private final Map<String, String> factors = new HashMap<>();

  private final List<String> products = new ArrayList<>();

  private FeatureStages(
      SparkSession spark, TrainSpec spec, List<Field> fields, FittedStatistics learnt) {
    this.spark = spark;
    this.spec = spec;
    this.fields = fields;
    this.learnt = learnt;
    fields.forEach(field -> columns.put(field.name(), field.name()));
    nameAnew();
    this.texts = new TextStages(spec.features(), learnt.texts(), this::column);
  }

  /** The stages for the features of a specification; the fields contain the levels. */
  static FeatureStages before(
      SparkSession spark, TrainSpec spec, List<Field> fields, FittedStatistics learnt) {
    FeatureStages made = new FeatureStages(spark, spec, fields, learnt);
    made.impute();
    made.shape();
    made.nameMissingLevels();
    made.bucket();
    made.index(UnseenPolicy.LEVEL);
    made.index(UnseenPolicy.REJECT);
    made.encode("unseen_level", made.categorical(UnseenPolicy.LEVEL), DropLast.YES);
    made.encode("unseen_reject", made.categorical(UnseenPolicy.REJECT), DropLast.NO);
    made.encode("buckets", made.bucketed(), DropLast.NO);
    made.stages.addAll(made.texts.stages());
    made.multiply();
    made.assemble();
    if (spec.algorithm().algorithm() == Algorithm.XGBOOST) {
      made.stages.add(Xgboost.dense(spark, fields.size()));
    }
    return made;
  }

  List<PipelineStage> stages() {
    return List.copyOf(stages);
  }

  /** The largest number of indexes of a feature that the model reads as levels. */
  int mostLevels() {
    int most = 0;
    for (Field field : fields) {
      if (field.kind() == Field.Kind.CATEGORICAL) {
        int unseen = field.unseen() == UnseenPolicy.LEVEL ? 1 : 0;
        most = Math.max(most, knownLevels(field).size() + unseen);
      }
    }
    for (String name : bucketed()) {
      most = Math.max(most, bounds(name).size() + 1);
    }
    return most;
  }

  /**
   * Copies columns with a dot or a backtick in their name to a second name: Spark's stages read
   * these characters as a struct field and a quotation mark.
   */
  private void nameAnew() {
    StringBuilder named = new StringBuilder();
    for (Field field : fields) {
      if (!internal(field.name()).equals(field.name())) {
        String alias = NAMED + internal(field.name());
        named.append(", %s AS %s".formatted(quoted(field.name()), quoted(alias)));
        columns.put(field.name(), alias);
      }
    }
    if (!named.isEmpty()) {
      stages.add(new SQLTransformer("names").setStatement("SELECT *" + named + " FROM __THIS__"));
    }
  }

  /** A name without characters that Spark's stages interpret. The mapping is injective. */
  static String internal(String name) {
    return name.replace("%", "%25").replace(".", "%2E").replace("`", "%60");
  }

  private void impute() {
    Map<String, Double> standIns = learnt.standIns();
    if (standIns.isEmpty()) {
      return;
    }
    List<String> names = fields.stream().map(Field::name).filter(standIns::containsKey).toList();
    StructField[] lessons =
        names.stream()
            .map(name -> DataTypes.createStructField(column(name), DataTypes.DoubleType, true))
            .toArray(StructField[]::new);
    // Imputer has no other way to set its values: it is fitted on one row, whose mean is that row.
    Dataset<Row> lesson =
        spark.createDataFrame(
            List.of(RowFactory.create(names.stream().map(standIns::get).toArray())),
            new StructType(lessons));
    ImputerModel imputer =
        new Imputer("numbers")
            .setStrategy("mean")
            .setInputCols(columns(names))
            .setOutputCols(names.stream().map(FeatureStages::filled).toArray(String[]::new))
            .fit(lesson);
    stages.add(imputer);
    names.forEach(name -> columns.put(name, filled(name)));
  }

  private void shape() {
    StringBuilder shaped = new StringBuilder();
    for (FeatureSpec feature : spec.features()) {
      if (feature instanceof FeatureSpec.Numeric numeric
          && !numeric.shape().equals(NumberShape.AS_IS)) {
        shaped.append(
            ", %s AS %s"
                .formatted(
                    shaped(numeric, column(numeric.name())), quoted(shaped(numeric.name()))));
      }
    }
    for (CombinationSpec.Expression expression : spec.combined().expressions()) {
      // The numbers after imputation, before their transformations.
      String sql =
          RowExpression.of(expression.sql(), expression.undefined())
              .sql(name -> quoted(column(name)));
      shaped.append(", %s AS %s".formatted(sql, quoted(shaped(expression.name()))));
      columns.put(expression.name(), shaped(expression.name()));
    }
    for (FeatureSpec feature : spec.features()) {
      if (feature instanceof FeatureSpec.Numeric numeric
          && !numeric.shape().equals(NumberShape.AS_IS)) {
        columns.put(numeric.name(), shaped(numeric.name()));
      }
    }
    if (!shaped.isEmpty()) {
      stages.add(new SQLTransformer("shapes").setStatement("SELECT *" + shaped + " FROM __THIS__"));
    }
  }

  private String shaped(FeatureSpec.Numeric feature, String column) {
    NumberFit fit = learnt.numbers().getOrDefault(feature.name(), NumberFit.NONE);
    String sql = NumberSql.bounded(quoted(column), feature.shape());
    if (feature.shape().isLevels()) {
      return NumberSql.withoutSignOfZero(sql);
    }
    return feature.shape().buckets().any()
        ? NumberSql.bucket(sql, fit.bounds())
        : fit.scaling().map(scaling -> NumberSql.scaled(sql, scaling)).orElse(sql);
  }

  private void bucket() {
    List<String> names = bucketed();
    if (names.isEmpty()) {
      return;
    }
    double[][] splits =
        names.stream()
            .map(
                name ->
                    DoubleStream.concat(
                            DoubleStream.concat(
                                DoubleStream.of(Double.NEGATIVE_INFINITY),
                                bounds(name).stream().mapToDouble(Double::doubleValue)),
                            DoubleStream.of(Double.POSITIVE_INFINITY))
                        .toArray())
            .toArray(double[][]::new);
    stages.add(
        new Bucketizer("buckets")
            .setInputCols(columns(names))
            .setSplitsArray(splits)
            .setOutputCols(prefixed(names, INDEX))
            .setHandleInvalid("error"));
    names.forEach(name -> columns.put(name, INDEX + internal(name)));
  }

  private void nameMissingLevels() {
    StringBuilder named = new StringBuilder();
    for (Field field : fields) {
      if (namesMissing(field)) {
        named.append(
            ", CASE WHEN %1$s IS NULL THEN '%2$s' ELSE %1$s END AS %3$s"
                .formatted(
                    quoted(field.name()),
                    ModelColumns.MISSING_LEVEL,
                    quoted(filled(field.name()))));
        columns.put(field.name(), filled(field.name()));
      }
    }
    if (!named.isEmpty()) {
      stages.add(
          new SQLTransformer("missing_levels").setStatement("SELECT *" + named + " FROM __THIS__"));
    }
  }

  private void index(UnseenPolicy unseen) {
    List<String> names = categorical(unseen);
    if (names.isEmpty()) {
      return;
    }
    String[][] levels =
        fields.stream()
            .filter(field -> names.contains(field.name()))
            .map(field -> knownLevels(field).toArray(String[]::new))
            .toArray(String[][]::new);
    stages.add(
        new StringIndexerModel("levels_unseen_" + unseen.word(), levels)
            .setInputCols(columns(names))
            .setOutputCols(prefixed(names, INDEX))
            .setHandleInvalid(unseen == UnseenPolicy.LEVEL ? "keep" : "error"));
    names.forEach(name -> columns.put(name, INDEX + internal(name)));
  }

  /** Whether one-hot encoding drops the last index, that of unseen levels. */
  private enum DropLast {
    YES,
    NO
  }

  private void encode(String what, List<String> levelled, DropLast last) {
    List<String> names =
        levelled.stream().filter(name -> isOneHot() || isMultiplied(name)).toList();
    if (names.isEmpty()) {
      return;
    }
    names.forEach(this::requireNamed);
    stages.add(
        new OneHotEncoder("one_hot_" + what)
            .setInputCols(columns(names))
            .setOutputCols(prefixed(names, ONE_HOT))
            .setDropLast(last == DropLast.YES));
    for (String name : names) {
      factors.put(name, ONE_HOT + internal(name));
      if (isOneHot()) {
        columns.put(name, ONE_HOT + internal(name));
      }
    }
  }

  /**
   * Rejects an empty level name: Spark names each 0/1 column by its level, and the fit would fail.
   */
  private void requireNamed(String name) {
    for (Field field : fields) {
      if (field.name().equals(name) && field.levels().contains("")) {
        throw new AlmanacException(
            ErrorCode.WRONG_TYPE,
            "categorical feature '%1$s' has the empty text as a level, and Spark cannot make a 0/1 column of a level without a name, as %2$s needs.\nWrite empty-text = missing in its source or nullif(%3$s, '') in the job's query, which makes it a missing value, or if(%3$s = '', 'none', %3$s), or choose an algorithm of trees."
                .formatted(name, spec.algorithm().algorithm().word(), ExactNames.inQuery(name)));
      }
    }
  }

  /**
   * Whether the model reads levels as 0/1 columns. PCA requires it, since level indexes have no
   * order.
   */
  private boolean isOneHot() {
    return spec.algorithm().algorithm().encoding() == Algorithm.Encoding.ONE_HOT
        || spec.combined().components().isPresent();
  }

  private boolean isMultiplied(String name) {
    return spec.combined().interactions().stream().anyMatch(product -> product.contains(name));
  }

  private void multiply() {
    for (List<String> product : spec.combined().interactions()) {
      requireNarrow(product);
      String name = product(product);
      stages.add(
          new Interaction("product_" + products.size())
              .setInputCols(
                  product.stream()
                      .map(factor -> factors.getOrDefault(factor, column(factor)))
                      .toArray(String[]::new))
              .setOutputCol(name));
      products.add(name);
    }
  }

  private void requireNarrow(List<String> product) {
    double width = 1;
    for (Field field : fields) {
      if (product.contains(field.name())) {
        int levels =
            field.kind() == Field.Kind.CATEGORICAL
                ? knownLevels(field).size()
                : bucketed().contains(field.name()) ? bounds(field.name()).size() + 1 : 1;
        width *= levels;
      }
    }
    if (width > MOST_PRODUCTS) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "features.interactions: %s has %s columns, one for each pair of levels, and %s is the most.\nLet rare levels count as unseen (rare { min-rows = 20 }, unseen = level), or leave the product out."
              .formatted(product, Text.grouped((long) width), Text.grouped(MOST_PRODUCTS)));
    }
  }

  private void assemble() {
    List<String> inputs = new ArrayList<>();
    for (Field field : fields) {
      if (field.kind() == Field.Kind.TEXT) {
        inputs.addAll(texts.columns(field.name()));
      } else if (!spec.weights().offset().equals(Optional.of(field.name()))) {
        inputs.add(column(field.name()));
      }
    }
    spec.combined().expressions().forEach(expression -> inputs.add(column(expression.name())));
    inputs.addAll(products);
    OptionalInt components = spec.combined().components();
    stages.add(
        new VectorAssembler("features")
            .setInputCols(inputs.toArray(String[]::new))
            .setOutputCol(components.isPresent() ? ALL : ModelColumns.FEATURES)
            .setHandleInvalid("error"));
    if (components.isPresent()) {
      stages.add(
          new PCA("components")
              .setInputCol(ALL)
              .setOutputCol(ModelColumns.FEATURES)
              .setK(components.getAsInt()));
    }
  }

  static String shaped(String name) {
    return SHAPED + internal(name);
  }

  static String product(List<String> factors) {
    return "__product_" + internal(String.join("_x_", factors));
  }

  private List<String> categorical(UnseenPolicy unseen) {
    return fields.stream()
        .filter(field -> field.kind() == Field.Kind.CATEGORICAL && field.unseen() == unseen)
        .map(Field::name)
        .toList();
  }

  /** The numbers whose bins are levels. */
  private List<String> bucketed() {
    return spec.features().stream()
        .filter(
            feature -> feature instanceof FeatureSpec.Numeric numeric && numeric.shape().isLevels())
        .map(FeatureSpec::name)
        .toList();
  }

  private List<Double> bounds(String name) {
    return learnt.numbers().getOrDefault(name, NumberFit.NONE).bounds();
  }

  /** The levels of the indexer, sorted: those of training, and the one for missing values. */
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

  private String column(String feature) {
    return columns.getOrDefault(feature, feature);
  }

  private String[] columns(List<String> features) {
    return features.stream().map(this::column).toArray(String[]::new);
  }

  private static String[] prefixed(List<String> features, String prefix) {
    return features.stream().map(name -> prefix + internal(name)).toArray(String[]::new);
  }

  /** The name of a column after imputation. */
  static String filled(String name) {
    return "__filled_" + internal(name);
  }

  private static String quoted(String name) {
    return ExactNames.quoted(name);
  }
}
