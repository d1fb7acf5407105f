package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes PMML documents at random: the same seed makes the same document. */
final class Documents {
  private static final String[] LEVELS = {"red", "green", "blue", "two words", "é"};
  private static final String[] LABELS = {"no", "yes", "maybe"};

  private final Random random;
  private final List<String> numbers = new ArrayList<>(List.of("a", "b", "c"));
  private final List<String> texts = new ArrayList<>(List.of("k", "m"));
  private final boolean floats;
  private String schema = "";

  private Documents(long seed) {
    this.random = new Random(seed);
    this.floats = random.nextInt(5) == 0;
  }

  static String make(int seed) {
    return new Documents(seed).document();
  }

  private String document() {
    StringBuilder data = new StringBuilder();
    StringBuilder mining = new StringBuilder();
    for (String name : List.of("a", "b", "c")) {
      data.append(number(name));
      mining.append(mining(name, String.valueOf(random.nextInt(5) - 2)));
    }
    for (String name : List.of("k", "m")) {
      data.append(text(name));
      mining.append(mining(name, pick(LEVELS)));
    }
    String transformations = transformations();
    boolean label = random.nextBoolean();
    String target =
        label
            ? "<DataField name=\"y\" optype=\"categorical\" dataType=\"string\">%s</DataField>"
                .formatted(values(LABELS))
            : "<DataField name=\"y\" optype=\"continuous\" dataType=\"%s\"/>"
                .formatted(floats ? "float" : "double");
    schema = "<MiningField name=\"y\" usageType=\"target\"/>" + mining;
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>%s%s</DataDictionary>
    <TransformationDictionary>%s</TransformationDictionary>%s</PMML>
    """
        .formatted(data, target, transformations, label ? labelModel() : numberModel());
  }

  // fields

  private String number(String name) {
    String type = pick("double", "double", "double", "float", "integer");
    String inside =
        switch (random.nextInt(6)) {
          case 0 -> "<Interval closure=\"closedOpen\" leftMargin=\"-4\" rightMargin=\"6\"/>";
          case 1 -> "<Value value=\"-1\" property=\"missing\"/>";
          default -> "";
        };
    return "<DataField name=\"%s\" optype=\"continuous\" dataType=\"%s\">%s</DataField>"
        .formatted(name, type, inside);
  }

  private String text(String name) {
    return "<DataField name=\"%s\" optype=\"categorical\" dataType=\"string\">%s</DataField>"
        .formatted(name, random.nextInt(3) == 0 ? "" : values(LEVELS));
  }

  private static String values(String... values) {
    StringBuilder all = new StringBuilder();
    for (String value : values) {
      all.append("<Value value=\"").append(value).append("\"/>");
    }
    return all.toString();
  }

  private String mining(String name, String replacement) {
    String missing =
        switch (random.nextInt(5)) {
          case 0, 1 -> " missingValueReplacement=\"%s\"".formatted(replacement);
          case 2 -> " missingValueTreatment=\"returnInvalid\"";
          default -> "";
        };
    String invalid =
        switch (random.nextInt(5)) {
          case 0 -> " invalidValueTreatment=\"asMissing\"";
          case 1 -> " invalidValueTreatment=\"asIs\"";
          case 2 ->
              " invalidValueTreatment=\"asValue\" invalidValueReplacement=\"%s\""
                  .formatted(replacement);
          default -> "";
        };
    String outliers =
        name.length() == 1 && "abc".contains(name) && random.nextInt(5) == 0
            ? " outliers=\"%s\" lowValue=\"-3\" highValue=\"5\""
                .formatted(pick("asMissingValues", "asExtremeValues"))
            : "";
    return "<MiningField name=\"%s\"%s%s%s/>".formatted(name, missing, invalid, outliers);
  }

  // derived fields

  private String transformations() {
    StringBuilder all = new StringBuilder();
    if (random.nextInt(3) == 0) {
      all.append(
          """
          <DefineFunction name="twice" optype="continuous" dataType="double">
          <ParameterField name="p" optype="continuous" dataType="double"/>
          <Apply function="+"><FieldRef field="p"/><FieldRef field="p"/></Apply></DefineFunction>
          """);
      all.append(
          derived("t", "double", "<Apply function=\"twice\"><FieldRef field=\"a\"/></Apply>"));
      numbers.add("t");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = "d" + i;
      switch (random.nextInt(5)) {
        case 0 -> {
          all.append(derived(name, "string", bins()));
          texts.add(name);
        }
        case 1 -> {
          all.append(derived(name, "string", map()));
          texts.add(name);
        }
        default -> {
          all.append(derived(name, pick("double", "double", "float"), expression(2)));
          numbers.add(name);
        }
      }
    }
    return all.toString();
  }

  private static String derived(String name, String type, String expression) {
    return "<DerivedField name=\"%s\" optype=\"%s\" dataType=\"%s\">%s</DerivedField>"
        .formatted(name, type.equals("string") ? "categorical" : "continuous", type, expression);
  }

  private String bins() {
    return """
    <Discretize field="%s" dataType="string"%s><DiscretizeBin binValue="low"><Interval closure="openClosed" rightMargin="%s"/></DiscretizeBin>
    <DiscretizeBin binValue="red"><Interval closure="openOpen" leftMargin="%s" rightMargin="3.5"/></DiscretizeBin></Discretize>
    """
        .formatted(
            pick("a", "b", "c"),
            pick("", " defaultValue=\"green\"", " mapMissingTo=\"blue\" defaultValue=\"high\""),
            random.nextInt(3) - 2,
            random.nextInt(3) - 1);
  }

  private String map() {
    return """
    <MapValues outputColumn="to" dataType="string"%s><FieldColumnPair field="%s" column="from"/><InlineTable>
    <row><from>red</from><to>blue</to></row><row><from>green</from><to>new</to></row><row><from>é</from><to>red</to></row></InlineTable></MapValues>
    """
        .formatted(pick("", " defaultValue=\"green\"", " mapMissingTo=\"none\""), pick("k", "m"));
  }

  private String expression(int depth) {
    if (depth == 0) {
      return random.nextInt(3) == 0
          ? "<Constant dataType=\"double\">%s</Constant>".formatted(decimal())
          : "<FieldRef field=\"%s\"/>".formatted(pick("a", "b", "c"));
    }
    String condition =
        switch (random.nextInt(4)) {
          case 0 -> apply("isMissing", "<FieldRef field=\"%s\"/>".formatted(pick("a", "b")));
          case 1 ->
              apply("equal", "<FieldRef field=\"k\"/><Constant dataType=\"string\">red</Constant>");
          case 2 ->
              apply(
                  "and",
                  apply("greaterThan", expression(0) + expression(0))
                      + apply("not", apply("lessOrEqual", expression(0) + expression(0))));
          default ->
              apply(
                  "isIn", "<FieldRef field=\"m\"/><Constant>blue</Constant><Constant>é</Constant>");
        };
    return switch (random.nextInt(9)) {
      case 0 -> "<NormDiscrete field=\"%s\" value=\"%s\"/>".formatted(pick("k", "m"), pick(LEVELS));
      case 1 ->
          """
          <NormContinuous field="%s"%s outliers="%s"><LinearNorm orig="-2" norm="0"/><LinearNorm orig="1" norm="0.7"/><LinearNorm orig="3.25" norm="1"/></NormContinuous>
          """
              .formatted(
                  pick("a", "b", "c"),
                  pick("", " mapMissingTo=\"0.5\""),
                  pick("asIs", "asMissingValues", "asExtremeValues"));
      case 2 -> apply(pick("ln", "exp", "sqrt", "abs", "floor", "round"), expression(depth - 1));
      case 3 -> apply("if", condition + expression(depth - 1) + typed(depth - 1));
      case 4 -> apply(pick("min", "max", "sum", "avg"), expression(depth - 1) + expression(0));
      case 5 -> apply("pow", expression(0) + "<Constant dataType=\"double\">2</Constant>");
      default -> apply(pick("+", "-", "*", "/"), expression(depth - 1) + expression(depth - 1));
    };
  }

  private String typed(int depth) {
    return expression(depth);
  }

  private static String apply(String function, String arguments) {
    return "<Apply function=\"%s\">%s</Apply>".formatted(function, arguments);
  }

  // predicates and trees

  private String predicate() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 ->
          simple(
              pick(numbers),
              pick("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual"),
              decimal());
      case 3 -> simple(pick(texts), pick("equal", "notEqual"), pick(LEVELS));
      case 4, 5 -> set(pick(texts), pick("isIn", "isNotIn"));
      case 6 ->
          "<CompoundPredicate booleanOperator=\"%s\">%s%s</CompoundPredicate>"
              .formatted(
                  pick("and", "or", "xor", "surrogate"),
                  simple(pick(numbers), "lessThan", decimal()),
                  set(pick(texts), "isIn"));
      default ->
          "<SimplePredicate field=\"%s\" operator=\"%s\"/>"
              .formatted(pick(numbers), pick("isMissing", "isNotMissing"));
    };
  }

  private static String simple(String field, String operator, String value) {
    return "<SimplePredicate field=\"%s\" operator=\"%s\" value=\"%s\"/>"
        .formatted(field, operator, value);
  }

  private String set(String field, String operator) {
    StringBuilder levels = new StringBuilder();
    for (String level : LEVELS) {
      if (random.nextBoolean()) {
        levels.append('"').append(level).append("\" ");
      }
    }
    return "<SimpleSetPredicate field=\"%s\" booleanOperator=\"%s\"><Array type=\"string\">%s</Array></SimpleSetPredicate>"
        .formatted(field, operator, levels.append("low"));
  }

  /** What is true where a simple predicate is false. */
  private static String opposite(String predicate) {
    return predicate.contains("lessThan")
        ? predicate.replace("lessThan", "greaterOrEqual")
        : predicate.contains("lessOrEqual")
            ? predicate.replace("lessOrEqual", "greaterThan")
            : predicate.contains("\"equal\"")
                ? predicate.replace("\"equal\"", "\"notEqual\"")
                : predicate.contains("\"isIn\"")
                    ? predicate.replace("\"isIn\"", "\"isNotIn\"")
                    : "<True/>";
  }

  private String tree(boolean label, String targetField) {
    String strategy =
        pick("none", "defaultChild", "nullPrediction", "lastPrediction", "nullPrediction");
    return "<TreeModel functionName=\"%s\" missingValueStrategy=\"%s\" noTrueChildStrategy=\"%s\"%s><MiningSchema>%s%s</MiningSchema>%s</TreeModel>"
        .formatted(
            label ? "classification" : "regression",
            strategy,
            pick("returnNullPrediction", "returnLastPrediction"),
            context(),
            targetField,
            targetField.isEmpty() ? plain() : inputs(),
            node("<True/>", 1 + random.nextInt(4), label, "1"));
  }

  private String node(String predicate, int depth, boolean label, String id) {
    String score = label ? pick(LABELS) : decimal();
    StringBuilder inside = new StringBuilder(predicate);
    if (label) {
      for (String name : LABELS) {
        inside.append(
            "<ScoreDistribution value=\"%s\" recordCount=\"%s\"/>"
                .formatted(name, 1 + random.nextInt(9)));
      }
    }
    int children = depth == 0 ? 0 : 2 + random.nextInt(5) / 4;
    String first = predicate();
    for (int i = 0; i < children; i++) {
      String own = i == 0 ? first : i == 1 ? opposite(first) : "<True/>";
      boolean ends = random.nextInt(4) == 0;
      inside.append(node(own, ends ? 0 : depth - 1, label, id + "." + i));
    }
    return "<Node id=\"%s\" score=\"%s\"%s>%s</Node>"
        .formatted(
            id,
            score,
            children == 0 ? "" : " defaultChild=\"%s.%s\"".formatted(id, random.nextInt(children)),
            inside);
  }

  // models

  private String inputs() {
    return schema.substring(schema.indexOf("/>") + 2);
  }

  private static String plain() {
    StringBuilder fields = new StringBuilder();
    for (String name : List.of("a", "b", "c", "k", "m")) {
      fields.append("<MiningField name=\"").append(name).append("\"/>");
    }
    return fields.toString();
  }

  private String context() {
    return floats ? " x-mathContext=\"float\"" : "";
  }

  private String targets() {
    return random.nextInt(4) == 0
        ? "<Targets><Target field=\"y\" min=\"-9\" max=\"9\" rescaleFactor=\"1.5\""
            + " rescaleConstant=\"0.25\"/></Targets>"
        : "";
  }

  private String numberModel() {
    String y = "<MiningField name=\"y\" usageType=\"target\"/>";
    return switch (random.nextInt(6)) {
      case 0 -> tree(false, y);
      case 1 -> regression(false, y + inputs(), pick("none", "none", "logit", "exp"));
      case 2 -> PmmlFixtures.generalized(random, y + inputs(), targets(), numbers, texts);
      case 3 -> PmmlFixtures.network(random, y + inputs(), false, numbers, texts);
      default -> {
        String method = pick("sum", "average", "weightedSum", "weightedAverage", "selectFirst");
        yield ensemble("regression", method, y, method.equals("selectFirst"));
      }
    };
  }

  private String labelModel() {
    String y = "<MiningField name=\"y\" usageType=\"target\"/>";
    return switch (random.nextInt(8)) {
      case 0 -> tree(true, y);
      case 1 -> regression(true, y + inputs(), pick("softmax", "simplemax", "none", "logit"));
      case 2 -> PmmlFixtures.network(random, y + inputs(), true, numbers, texts);
      case 3 -> PmmlFixtures.bayes(random, y + inputs());
      case 4 -> chain(y);
      default ->
          ensemble(
              "classification",
              pick("average", "weightedAverage", "majorityVote", "weightedMajorityVote"),
              y,
              false);
    };
  }

  private String ensemble(String function, String method, String y, boolean choose) {
    StringBuilder segments = new StringBuilder();
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      segments.append(
          "<Segment id=\"%s\" weight=\"%s\">%s%s</Segment>"
              .formatted(
                  i,
                  pick("1", "0.5", "2.25"),
                  choose && i > 1 ? predicate() : "<True/>",
                  tree(function.equals("classification"), choose ? y : "")
                      .replace(choose ? inputs() : "<none>", choose ? plain() : "<none>")));
    }
    return "<MiningModel functionName=\"%s\"%s><MiningSchema>%s%s</MiningSchema>%s<Segmentation multipleModelMethod=\"%s\" missingPredictionTreatment=\"%s\">%s</Segmentation></MiningModel>"
        .formatted(
            function,
            context(),
            y,
            inputs(),
            function.equals("regression") && !choose ? targets() : "",
            method,
            pick("continue", "returnMissing"),
            segments);
  }

  private String chain(String y) {
    String sum =
        ensemble("regression", "sum", "", false)
            .replaceFirst(
                "<MiningSchema>.*?</MiningSchema>",
                "<MiningSchema>"
                    + plain()
                    + "</MiningSchema><Output><OutputField name=\"s\" optype=\"continuous\" dataType=\"%s\" isFinalResult=\"false\"/></Output>"
                        .formatted(floats ? "float" : "double"))
            .replaceAll("<Targets>.*?</Targets>", "");
    return "<MiningModel functionName=\"classification\"%s><MiningSchema>%s%s</MiningSchema><Segmentation multipleModelMethod=\"modelChain\" missingPredictionTreatment=\"%s\"><Segment><True/>%s</Segment><Segment><True/>%s</Segment></Segmentation></MiningModel>"
        .formatted(
            context(),
            y,
            inputs(),
            pick("continue", "returnMissing"),
            sum,
            "<RegressionModel functionName=\"classification\" normalizationMethod=\"softmax\"%s><MiningSchema>%s<MiningField name=\"s\"/></MiningSchema>%s</RegressionModel>"
                .formatted(
                    context(),
                    y,
                    table("no", "s", "0.75")
                        + table("yes", "s", "-0.5")
                        + table("maybe", "s", "0.1")));
  }

  private String table(String label, String field, String coefficient) {
    return "<RegressionTable intercept=\"%s\" targetCategory=\"%s\"><NumericPredictor name=\"%s\" coefficient=\"%s\"/></RegressionTable>"
        .formatted(decimal(), label, field, coefficient);
  }

  private String regression(boolean label, String fields, String method) {
    StringBuilder tables = new StringBuilder();
    for (String name : label ? LABELS : new String[] {""}) {
      tables.append(
          "<RegressionTable intercept=\"%s\"%s>%s</RegressionTable>"
              .formatted(
                  decimal(), label ? " targetCategory=\"%s\"".formatted(name) : "", predictors()));
    }
    return "<RegressionModel functionName=\"%s\" normalizationMethod=\"%s\"%s><MiningSchema>%s</MiningSchema>%s%s</RegressionModel>"
        .formatted(
            label ? "classification" : "regression",
            method,
            context(),
            fields,
            label ? "" : targets(),
            tables);
  }

  private String predictors() {
    StringBuilder all = new StringBuilder();
    for (String number : numbers) {
      all.append(
          "<NumericPredictor name=\"%s\"%s coefficient=\"%s\"/>"
              .formatted(number, pick("", "", " exponent=\"2\""), decimal()));
    }
    for (String text : texts) {
      for (String level : LEVELS) {
        if (random.nextBoolean()) {
          all.append(
              "<CategoricalPredictor name=\"%s\" value=\"%s\" coefficient=\"%s\"/>"
                  .formatted(text, level, decimal()));
        }
      }
    }
    if (random.nextBoolean()) {
      all.append(
          "<PredictorTerm coefficient=\"%s\"><FieldRef field=\"a\"/><FieldRef field=\"b\"/></PredictorTerm>"
              .formatted(decimal()));
    }
    return all.toString();
  }

  private String decimal() {
    return String.format(Locale.ROOT, "%.3f", Math.round(random.nextGaussian() * 16) / 8.0);
  }

  private String pick(String... some) {
    return some[random.nextInt(some.length)];
  }

  private String pick(List<String> some) {
    return some.get(random.nextInt(some.size()));
  }
}
