package dev.almanac.bench;

import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up documents of the sizes and shapes that training makes. */
public final class WalkModels {
  private static final int NUMBERS = 12;
  private static final List<String> LABELS = List.of("no", "yes");

  private final byte[] pmml;
  private final int numbers;
  private final int texts;
  private final int levels;
  private final List<String> labels;
  private final int visits;

  private WalkModels(
      byte[] pmml, int numbers, int texts, int levels, List<String> labels, int visits) {
    this.pmml = pmml;
    this.numbers = numbers;
    this.texts = texts;
    this.levels = levels;
    this.labels = labels;
    this.visits = visits;
  }

  /** The document. */
  public byte[] pmml() {
    return pmml;
  }

  /** How many of its inputs are numbers, x0, x1, ... */
  int numbers() {
    return numbers;
  }

  /** How many are texts, k0, k1, ... */
  int texts() {
    return texts;
  }

  /** How many texts each of those can be. */
  int levels() {
    return levels;
  }

  /** How many splits a row comes by; of a large document how many trees there are. */
  int visits() {
    return visits;
  }

  /**
   * A document by name.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public static WalkModels of(String name) {
    return switch (name) {
      case "boosted-100x6" -> boosted(100, 6);
      case "boosted-100x6-one-tree" -> questions(100 * 63);
      case "gbt-50x5" -> gbt(50, 5);
      case "gbt-50x5-one-tree" -> questions(50 * 31);
      case "forest-100x8" -> forest(100, 8);
      case "forest-100x8-one-tree" -> questions(100 * 255);
      case "no-trees" -> questions(NUMBERS);
      case "logistic" -> logistic(4, 20);
      default -> throw new IllegalArgumentException("no model '" + name + "'");
    };
  }

  /** The name of the document that asks the same questions without walking trees. */
  static String withoutTrees(String name) {
    return name + "-one-tree";
  }

  /** Signature of its inputs and answers. */
  public Signature signature() {
    List<Field> inputs = new ArrayList<>();
    for (int i = 0; i < numbers + texts; i++) {
      boolean number = i < numbers;
      inputs.add(
          new Field(
              number ? "x" + i : "k" + (i - numbers),
              number ? FieldType.DOUBLE : FieldType.STRING,
              number ? Field.Kind.NUMERIC : Field.Kind.CATEGORICAL,
              MissingPolicy.CONSTANT,
              UnseenPolicy.LEVEL,
              List.of()));
    }
    return new Signature(TaskType.CLUSTERING, inputs, "y", labels, "");
  }

  /** A sum of trees, each split of a number with a limit of its own. */
  private static WalkModels boosted(int trees, int depth) {
    WalkTrees maker = new WalkTrees(1, NUMBERS, 0, "defaultChild");
    StringBuilder segments = new StringBuilder();
    for (int i = 0; i < trees; i++) {
      segments.append("<Segment><True/>");
      segments.append(maker.tree(depth, WalkTrees.Split.NUMBER, false)).append("</Segment>");
    }
    String model = sum(maker.fields(), segments, true);
    return new WalkModels(
        document(model, NUMBERS, 0, 0, false), NUMBERS, 0, 0, List.of(), trees * depth);
  }

  /** The margin of boosted trees, and its logistic as a probability. */
  private static WalkModels gbt(int trees, int depth) {
    WalkTrees maker = new WalkTrees(2, NUMBERS, 0, "nullPrediction");
    StringBuilder segments = new StringBuilder();
    for (int i = 0; i < trees; i++) {
      segments.append("<Segment><True/>");
      segments.append(maker.tree(depth, WalkTrees.Split.NUMBER, false)).append("</Segment>");
    }
    String model =
        """
        <MiningModel functionName="classification"><MiningSchema><MiningField name="y" usageType="target"/>%1$s</MiningSchema>
        <Segmentation multipleModelMethod="modelChain"><Segment><True/>%2$s</Segment><Segment><True/>
        <RegressionModel functionName="classification" normalizationMethod="logit"><MiningSchema><MiningField name="y" usageType="target"/><MiningField name="margin"/></MiningSchema>
        <RegressionTable intercept="0" targetCategory="yes"><NumericPredictor name="margin" coefficient="2"/></RegressionTable>
        <RegressionTable intercept="0" targetCategory="no"/></RegressionModel></Segment></Segmentation></MiningModel>
        """
            .formatted(maker.fields(), sum(maker.fields(), segments, false));
    return new WalkModels(
        document(model, NUMBERS, 0, 0, true), NUMBERS, 0, 0, LABELS, trees * depth);
  }

  /** The average of trees' probabilities. */
  private static WalkModels forest(int trees, int depth) {
    WalkTrees maker = new WalkTrees(3, NUMBERS, 0, "nullPrediction");
    StringBuilder segments = new StringBuilder();
    for (int i = 0; i < trees; i++) {
      segments.append("<Segment><True/>");
      segments.append(maker.tree(depth, WalkTrees.Split.NUMBER, true)).append("</Segment>");
    }
    String model =
        """
        <MiningModel functionName="classification"><MiningSchema><MiningField name="y" usageType="target"/>%s</MiningSchema>
        <Segmentation multipleModelMethod="average">%s</Segmentation></MiningModel>
        """
            .formatted(maker.fields(), segments);
    return new WalkModels(
        document(model, NUMBERS, 0, 0, true), NUMBERS, 0, 0, LABELS, trees * depth);
  }

  /**
   * One tree with as many questions, of which rows are asked just one: what remains of a forest's
   * time is setting inputs and finding the ranks of numbers.
   */
  private static WalkModels questions(int count) {
    Random random = new Random(4);
    StringBuilder inside = new StringBuilder();
    questions(inside, count, random);
    String model =
        """
        <TreeModel functionName="regression" missingValueStrategy="none" splitCharacteristic="binarySplit"><MiningSchema><MiningField name="y" usageType="target"/>%s</MiningSchema>
        <Node><True/><Node score="0"><SimplePredicate field="x0" operator="lessOrEqual" value="2"/></Node>
        <Node><SimplePredicate field="x0" operator="greaterThan" value="2"/>%s</Node></Node></TreeModel>
        """
            .formatted(new WalkTrees(4, NUMBERS, 0, "none").fields(), inside);
    return new WalkModels(document(model, NUMBERS, 0, 0, false), NUMBERS, 0, 0, List.of(), 1);
  }

  private static void questions(StringBuilder out, int count, Random random) {
    String test =
        "<SimplePredicate field=\"x"
            + count % NUMBERS
            + "\" operator=\"%s\" value=\""
            + random.nextDouble()
            + "\"/>";
    int left = (count - 1) / 2;
    for (boolean at : new boolean[] {true, false}) {
      int own = at ? left : count - 1 - left;
      out.append(own > 0 ? "<Node>" : "<Node score=\"1\">");
      out.append(test.formatted(at ? "lessOrEqual" : "greaterThan"));
      if (own > 0) {
        questions(out, own, random);
      }
      out.append("</Node>");
    }
  }

  private static WalkModels logistic(int texts, int levels) {
    Random random = new Random(5);
    StringBuilder fields = new StringBuilder();
    StringBuilder terms = new StringBuilder();
    for (int i = 0; i < NUMBERS; i++) {
      fields.append("<MiningField name=\"x%s\"/>".formatted(i));
      terms.append(
          "<NumericPredictor name=\"x%s\" coefficient=\"%s\"/>"
              .formatted(i, random.nextGaussian()));
    }
    for (int i = 0; i < texts; i++) {
      fields.append("<MiningField name=\"k%s\"/>".formatted(i));
      for (int level = 0; level < levels; level++) {
        terms.append(
            "<CategoricalPredictor name=\"k%s\" value=\"level %s\" coefficient=\"%s\"/>"
                .formatted(i, level, random.nextGaussian()));
      }
    }
    String model =
        """
        <RegressionModel functionName="classification" normalizationMethod="logit"><MiningSchema><MiningField name="y" usageType="target"/>%s</MiningSchema>
        <RegressionTable intercept="0.5" targetCategory="yes">%s</RegressionTable><RegressionTable intercept="0" targetCategory="no"/></RegressionModel>
        """
            .formatted(fields, terms);
    return new WalkModels(
        document(model, NUMBERS, texts, levels, true), NUMBERS, texts, levels, LABELS, 0);
  }

  /** A document of some 20 MB, see {@link CompileBench}. */
  static WalkModels large(WalkTrees.Split split, int levels, int megabytes) {
    int depth = split == WalkTrees.Split.SET ? 5 : 6;
    WalkTrees maker = new WalkTrees(6, NUMBERS, levels, "none");
    StringBuilder segments = new StringBuilder();
    int trees = 0;
    while (segments.length() < megabytes << 20) {
      segments.append("<Segment><True/>").append(maker.tree(depth, split, false));
      segments.append("</Segment>");
      trees++;
    }
    int texts = levels == 0 ? 0 : 1;
    return new WalkModels(
        document(sum(maker.fields(), segments, true), NUMBERS, texts, levels, false),
        NUMBERS,
        texts,
        levels,
        List.of(),
        trees);
  }

  private static String sum(String fields, CharSequence segments, boolean top) {
    return """
    <MiningModel functionName="regression"><MiningSchema>%s%s</MiningSchema>%s<Segmentation multipleModelMethod="sum">%s</Segmentation></MiningModel>
    """
        .formatted(
            top ? "<MiningField name=\"y\" usageType=\"target\"/>" : "",
            fields,
            top
                ? ""
                : "<Output><OutputField name=\"margin\" optype=\"continuous\" dataType=\"double\""
                    + " isFinalResult=\"false\"/></Output>",
            segments);
  }

  private static byte[] document(String model, int numbers, int texts, int levels, boolean label) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < numbers; i++) {
      data.append(
          "<DataField name=\"x%s\" optype=\"continuous\" dataType=\"double\"/>".formatted(i));
    }
    for (int i = 0; i < texts; i++) {
      data.append(
          "<DataField name=\"k%s\" optype=\"categorical\" dataType=\"string\">".formatted(i));
      for (int level = 0; level < levels; level++) {
        data.append("<Value value=\"level %s\"/>".formatted(level));
      }
      data.append("</DataField>");
    }
    String target =
        label
            ? "<DataField name=\"y\" optype=\"categorical\" dataType=\"string\"><Value"
                + " value=\"no\"/><Value value=\"yes\"/></DataField>"
            : "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>";
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>%s%s</DataDictionary>%s</PMML>
    """
        .formatted(data, target, model)
        .getBytes(StandardCharsets.UTF_8);
  }
}
