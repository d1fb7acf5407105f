package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted pipeline in the shape that converts to the PMML we want. Some stages differ from the
 * pipeline that scores:
 *
 * <ul>
 *   <li>the statement that names missing levels is left out, and the indexers read the raw columns:
 *       PMML has an attribute for that (see {@link PmmlRefinement}), which engines apply before the
 *       model, where the converted statement would be a chain of comparisons per row;
 *   <li>so is the statement that puts a text without a word in the place of none;
 *   <li>the statement that shapes numbers reads the raw columns too: what stands in for a null is
 *       such an attribute as well;
 *   <li>the statement that names columns anew is left out, and so are their own names: the columns
 *       begin with their second names, which the document then has to lose ({@link #renamed});
 *   <li>a generalised linear model is of the one distribution that converts to a regression
 *       whatever the task (see {@link GeneralizedModel});
 *   <li>an indexer of the label is put in front: PMML wants to know the target's values, a pipeline
 *       that scores has no label.
 * </ul>
 *
 * @param renamed from second names of columns to their own
 */
record ExportablePipeline(
    PipelineModel pipeline, StructType schema, List<String> stages, Map<String, String> renamed) {
  private static final String NAME = "`((?:[^`]|``)+)`";

  /** The level that stands for null; {@code training} puts the same one into its statement. */
  private static final String LEVEL = "__missing";

  /** The text without a word that stands for null; as above. */
  static final String MISSING_TEXT = "-";

  /** How columns begin whose nulls are filled in; the same as in {@code training}. */
  private static final String FILLED = "__filled_";

  /** The stage with that statement. */
  private static final String NAMES_LEVELS = "missing_levels";

  /** The stage that names columns anew whose names Spark's stages read otherwise. */
  private static final String NAMES_COLUMNS = "names";

  /** How such second names begin; the same as in {@code training}. */
  private static final String NAMED = "__named_";

  /** The stage that fills in texts. */
  private static final String FILLS_TEXTS = "missing_texts";

  private static final Pattern NULL_LEVEL = whereNull(LEVEL);

  private static final Pattern NULL_TEXT = whereNull(MISSING_TEXT);

  private static final Pattern QUOTED = Pattern.compile(NAME);

  private static final Pattern SECOND_NAME = Pattern.compile(", " + NAME + " AS " + NAME);

  /** The level that the statement puts in the place of null. */
  String missingLevel() {
    return LEVEL;
  }

  static ExportablePipeline of(PipelineModel pipeline, Signature signature, SparkSession spark) {
    Map<String, String> named = secondNames(pipeline);
    StructType schema = schema(signature, named);
    Map<String, String> rawNames = new HashMap<>();
    List<PipelineStage> stages = new ArrayList<>();
    Transformer model = pipeline.stages()[pipeline.stages().length - 1];
    if (signature.task().isClassification()) {
      Object labelIndex = model.getOrDefault(model.getParam("labelCol"));
      stages.add(
          new StringIndexerModel("label", signature.labels().toArray(String[]::new))
              .setInputCol(signature.target())
              .setOutputCol(labelIndex.toString()));
    }
    for (Transformer stage : pipeline.stages()) {
      if (stage instanceof SQLTransformer sql && sql.uid().equals(NAMES_COLUMNS)) {
        continue;
      }
      if (stage instanceof SQLTransformer sql && sql.uid().equals(NAMES_LEVELS)) {
        filledIn(sql, NULL_LEVEL).forEach((to, raw) -> rawNames.put(to, name(raw, named)));
      } else if (stage instanceof SQLTransformer sql && sql.uid().equals(FILLS_TEXTS)) {
        filledIn(sql, NULL_TEXT).forEach((to, raw) -> rawNames.put(to, name(raw, named)));
      } else if (stage instanceof SQLTransformer sql) {
        stages.add(reading(sql, signature, named));
      } else if (stage instanceof StringIndexerModel indexer) {
        stages.add(reading(indexer, rawNames));
      } else if (stage instanceof RegexTokenizer tokenizer) {
        String column = tokenizer.getInputCol();
        stages.add(
            tokenizer.copy(ParamMap.empty()).setInputCol(rawNames.getOrDefault(column, column)));
      } else {
        stages.add(GeneralizedModel.convertible(stage));
      }
    }
    // All stages are fitted: "fitting" this pipeline only strings them together.
    PipelineModel exportable =
        new Pipeline("almanac")
            .setStages(stages.toArray(PipelineStage[]::new))
            .fit(spark.createDataFrame(List.of(), schema));
    return new ExportablePipeline(
        exportable,
        schema,
        Arrays.stream(pipeline.stages()).map(stage -> stage.getClass().getSimpleName()).toList(),
        named.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey)));
  }

  /** From columns to the second names that the pipeline gives them. */
  private static Map<String, String> secondNames(PipelineModel pipeline) {
    Map<String, String> named = new HashMap<>();
    for (Transformer stage : pipeline.stages()) {
      if (stage instanceof SQLTransformer sql && sql.uid().equals(NAMES_COLUMNS)) {
        Matcher matcher = SECOND_NAME.matcher(sql.getStatement());
        while (matcher.find()) {
          named.put(unquoted(matcher.group(1)), unquoted(matcher.group(2)));
        }
      }
    }
    return named;
  }

  private static String name(String column, Map<String, String> named) {
    return named.getOrDefault(column, column);
  }

  /** The columns a model reads, in the types the pipeline gets them, and its label. */
  private static StructType schema(Signature signature, Map<String, String> named) {
    StructType schema = new StructType();
    for (Field field : signature.inputs()) {
      DataType type =
          field.kind() == Field.Kind.NUMERIC ? DataTypes.DoubleType : DataTypes.StringType;
      schema = schema.add(name(field.name(), named), type, true);
    }
    return schema.add(
        signature.target(),
        signature.task().isClassification() ? DataTypes.StringType : DataTypes.DoubleType,
        true);
  }

  private static Pattern whereNull(String standIn) {
    return Pattern.compile(
        ", CASE WHEN " + NAME + " IS NULL THEN '" + standIn + "' ELSE " + NAME + " END AS " + NAME);
  }

  /** From the columns of a statement that puts a text in the place of null to those it reads. */
  private static Map<String, String> filledIn(SQLTransformer stage, Pattern filled) {
    Map<String, String> rawNames = new HashMap<>();
    Matcher matcher = filled.matcher(stage.getStatement());
    StringBuilder rebuilt = new StringBuilder("SELECT *");
    while (matcher.find()) {
      if (!matcher.group(1).equals(matcher.group(2))) {
        throw unknownStatement(stage);
      }
      rawNames.put(unquoted(matcher.group(3)), unquoted(matcher.group(1)));
      rebuilt.append(matcher.group());
    }
    if (!rebuilt.append(" FROM __THIS__").toString().equals(stage.getStatement())) {
      throw unknownStatement(stage);
    }
    return rawNames;
  }

  private static AlmanacException unknownStatement(SQLTransformer stage) {
    return new AlmanacException(
        ErrorCode.NOT_EXPORTABLE,
        "the stage %s (SQLTransformer) does more than fill in missing levels and texts, which is all that is exported of SQL: %s.\nPrepare features in the job's query instead."
            .formatted(stage.uid(), stage.getStatement()));
  }

  /**
   * The converter knows the columns of the rows only, not those that an imputer adds; what fills
   * them is said of the raw column in PMML.
   */
  private static SQLTransformer reading(
      SQLTransformer sql, Signature signature, Map<String, String> named) {
    Map<String, String> raw = new HashMap<>();
    for (Field field : signature.inputs()) {
      String name = name(field.name(), named);
      String inner = named.containsKey(field.name()) ? name.substring(NAMED.length()) : name;
      raw.put(quoted(FILLED + inner), quoted(name));
    }
    String statement =
        QUOTED
            .matcher(sql.getStatement())
            .replaceAll(
                found -> Matcher.quoteReplacement(raw.getOrDefault(found.group(), found.group())));
    return sql.copy(ParamMap.empty()).setStatement(statement);
  }

  private static StringIndexerModel reading(
      StringIndexerModel indexer, Map<String, String> rawNames) {
    return indexer
        .copy(ParamMap.empty())
        .setInputCols(
            Arrays.stream(indexer.getInputCols())
                .map(name -> rawNames.getOrDefault(name, name))
                .toArray(String[]::new));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static String unquoted(String name) {
    return name.replace("``", "`");
  }
}
