package dev.almanac.scoring;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.TextWords;
import dev.almanac.data.PlainSql;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.json4s.JNull$;
import org.json4s.JString;
import org.json4s.JValue;
import org.jspecify.annotations.Nullable;

/**
 * Screens the files of a saved Spark pipeline before Spark loads it. Spark instantiates any class
 * that such a file names, so loading an untrusted pipeline can run arbitrary code. The screen
 * permits only what Almanac's training writes:
 *
 * <ul>
 *   <li>the metadata of a stage, if its class is one of Spark's own or a model of XGBoost without
 *       objects among its parameters. Spark's own parser reads the metadata, so that the screen and
 *       Spark see the same class;
 *   <li>the pattern that training writes for splitting texts, or Spark's default;
 *   <li>SQL statements that compute with the columns of a row, see {@link PlainSql}. Other
 *       statements can call any Java method;
 *   <li>Parquet files whose schema names no class except Spark's vectors and matrices;
 *   <li>the trees of XGBoost, which its native library reads.
 * </ul>
 */
public final class PipelineScreen {
  /** Packages of the stages that may be loaded. */
  private static final List<String> PACKAGES = List.of("org.apache.spark.ml.");

  /** Package of XGBoost's stages. */
  static final String XGBOOST = "ml.dmlc.xgboost4j.scala.spark.";

  /** The two XGBoost models that training writes. */
  private static final List<String> MODELS =
      List.of(XGBOOST + "XGBoostClassificationModel", XGBOOST + "XGBoostRegressionModel");

  /** Parameters that hold an object of a class that their JSON names. */
  private static final List<String> OBJECTS = List.of("customObj", "customEval");

  /** Stages that read further objects from paths that their metadata names. */
  private static final List<String> NOT_OURS = List.of("org.apache.spark.ml.tuning.");

  private static final String SQL = "org.apache.spark.ml.feature.SQLTransformer";
  private static final String STATEMENT = "statement";

  private static final String TOKENIZER = "org.apache.spark.ml.feature.RegexTokenizer";
  private static final String PATTERN = "pattern";
  private static final List<String> PATTERNS = List.of(TextWords.SEPARATOR, "\\s+");

  private static final Pattern METADATA = Pattern.compile("(.*/)?metadata/part-[0-9a-zA-Z.-]+");
  private static final Pattern BOOSTER = Pattern.compile("(.*/)?data/model");
  private static final Pattern PACKED = Pattern.compile(".*\\.(?!txt$)[a-zA-Z0-9]+");

  /** Spark derives a table name from the uid and inserts it into the statement. */
  private static final Pattern UID = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");

  private PipelineScreen() {}

  /**
   * Checks one file of a pipeline.
   *
   * @param name the file's path relative to the version, for the error message
   * @param content the whole file: the bytes that were verified
   * @throws AlmanacException ARTIFACT_DAMAGED with the file and the class or statement that it
   *     names
   */
  public static void check(String name, byte[] content) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    if (last.equals("_SUCCESS") && content.length == 0) {
      return;
    }
    if (METADATA.matcher(name).matches()) {
      if (PACKED.matcher(last).matches()) {
        throw refused(name, "is packed, which the metadata of a stage is not", null);
      }
      checkStage(name, new String(content, StandardCharsets.UTF_8));
    } else if (last.endsWith(".parquet")) {
      ParquetClasses.check(name, content);
    } else if (BOOSTER.matcher(name).matches()) {
      checkBooster(name, content);
    } else {
      throw refused(
          name, "is neither the metadata of a stage nor a Parquet file nor a booster", null);
    }
  }

  private static void checkStage(String name, String text) {
    String json = text.stripTrailing();
    if (json.isEmpty() || json.lines().count() != 1) {
      throw refused(name, "is not one line of JSON", null);
    }
    DefaultParamsReader.Metadata metadata;
    try {
      metadata = org.apache.spark.ml.util.DefaultParamsReader$.MODULE$.parseMetadata(json, "");
    } catch (Exception e) { // Scala methods throw checked exceptions without declaring them
      throw refused(name, "is not the metadata of a stage", e);
    } catch (StackOverflowError e) {
      throw refused(name, "nests too deeply", e);
    }
    String type = String.valueOf(metadata.className()); // null where the JSON says null
    checkClass(name, type);
    if (MODELS.contains(type)) {
      checkObjects(name, metadata.params());
      checkObjects(name, metadata.defaultParams());
    }
    if (type.equals(TOKENIZER)) {
      // A regular expression can take exponential time; the pattern of training and Spark's default
      // do not.
      checkText(
          name, metadata, PATTERN, PATTERNS::contains, "splits texts by a pattern of its own");
    }
    if (type.equals(SQL)) {
      if (!UID.matcher(String.valueOf(metadata.uid())).matches()) {
        throw refused(
            name, "is called '" + Text.printable(String.valueOf(metadata.uid())) + "'", null);
      }
      checkText(
          name,
          metadata,
          STATEMENT,
          PlainSql::addsColumns,
          "has a statement that does more than compute with the columns of a row");
    }
  }

  static void checkClass(String name, String type) {
    boolean ours =
        MODELS.contains(type)
            || (PACKAGES.stream().anyMatch(type::startsWith)
                && NOT_OURS.stream().noneMatch(type::startsWith));
    if (!ours) {
      throw refused(
          name,
          "names the class '" + Text.printable(type) + "', which is none of Spark ML's",
          null);
    }
  }

  /**
   * Checks that a booster is an object in UBJSON, from brace to brace. A Parquet file, which other
   * stages read under any file name, ends in other bytes, so it fails this check.
   */
  private static void checkBooster(String name, byte[] content) {
    if (content.length < 2 || content[0] != '{' || content[content.length - 1] != '}') {
      throw refused(name, "is not a booster as XGBoost writes it", null);
    }
  }

  private static void checkObjects(String name, JValue params) {
    for (JsonTree.Member param : JsonTree.members(params)) {
      if (OBJECTS.contains(param.name()) && !(param.value() instanceof JNull$)) {
        throw refused(
            name,
            "has an object for %s, which is loaded by its class".formatted(param.name()),
            null);
      }
    }
  }

  /** Checks that every occurrence of a parameter that Spark executes is a permitted text. */
  private static void checkText(
      String name,
      DefaultParamsReader.Metadata metadata,
      String param,
      Predicate<String> allowed,
      String otherwise) {
    for (JValue params : List.of(metadata.params(), metadata.defaultParams())) {
      for (JsonTree.Member member : JsonTree.members(params)) {
        if (member.name().equals(param)
            && !(member.value() instanceof JString text && allowed.test(text.s()))) {
          throw refused(
              name, otherwise + ": " + Text.printable(String.valueOf(member.value())), null);
        }
      }
    }
  }

  static AlmanacException refused(String name, String why, @Nullable Throwable cause) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "%s %s. Nothing of the pipeline was loaded.\nLoading a pipeline runs what it names, so only what a training of Almanac writes is loaded. Train again, or score with engine = jpmml."
            .formatted(Text.printable(name), why),
        cause);
  }
}
