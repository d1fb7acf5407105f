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
 * A fitted pipeline in the form that the converter can translate to PMML. Some stages differ from
 * the pipeline that scores:
 *
 * <ul>
 *   <li>the statement that replaces missing levels is omitted, and the indexers read the raw
 *       columns: PMML has an attribute for it (see {@link PmmlRefinement}), which engines apply
 *       before the model, whereas the converted statement would be a chain of comparisons per row;
 *   <li>the statement that replaces null texts is omitted for the same reason;
 *   <li>the statement that casts numbers reads the raw columns too: the replacement of a null is
 *       also such an attribute;
 *   <li>the statement that renames columns is omitted together with the original names: the columns
 *       start with their second names, which the document then replaces ({@link #renamed});
 *   <li>a generalized linear model has the one distribution that always converts to a regression
 *       (see {@link GeneralizedModel});
 *   <li>an indexer of the label is added at the front: PMML needs the values of the target, and a
 *       pipeline that scores has no label.
 * </ul>
 *
 * @param pipeline the pipeline to convert
 * @param schema the columns that it reads, and the label
 * @param stages the class names of the original pipeline's stages
 * @param renamed from second names of columns to their original names
 */
record ExportablePipeline(
    PipelineModel pipeline, StructType schema, List<String> stages, Map<String, String> renamed) {
  private static final String NAME = "`((?:[^`]|``)+)`";

  /** The level that replaces null; {@code training} uses the same one in its statement. */
  private static final String LEVEL = "__missing";

  /** The text without a word that replaces null; the same as in {@code training}. */
  static final String MISSING_TEXT = "-";

  /** Prefix of columns whose nulls are replaced; the same as in {@code training}. */
  private static final String FILLED = "__filled_";

  /** The stage that replaces missing levels. */
  private static final String NAMES_LEVELS = "missing_levels";

  /** The stage that renames columns whose names Spark's stages would misread. */
  private static final String NAMES_COLUMNS = "names";

  /** Prefix of such second names; the same as in {@code training}. */
  private static final String NAMED = "__named_";

  /** The stage that replaces null texts. */
  private static final String FILLS_TEXTS = "missing_texts";

  private static final Pattern NULL_LEVEL = whereNull(LEVEL);

  private static final Pattern NULL_TEXT = whereNull(MISSING_TEXT);

  private static final Pattern QUOTED = Pattern.compile(NAME);

  private static final Pattern SECOND_NAME = Pattern.compile(", " + NAME + " AS " + NAME);

  /** The level that the statement substitutes for null. */
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
    // All stages are fitted: "fitting" this pipeline only combines them.
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

  /** The columns that a model reads, in the types that the pipeline receives, and its label. */
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

  /** From the columns of a statement that replaces null texts to those that it reads. */
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
   * Redirects a statement to the raw columns. The converter knows only the input columns, not those
   * that an imputer adds; their replacement values are attributes of the raw columns in PMML.
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
