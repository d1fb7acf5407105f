package dev.almanac.compiled;

/**
 * Documents of a few lines, of the numbers x and z and the text k ("a", "b"), with the number y or
 * the label l ("no", "yes") as the answer.
 */
final class SmallDocuments {
  static final String INPUTS =
      "<MiningField name=\"x\"/><MiningField name=\"z\"/><MiningField name=\"k\"/>";

  private SmallDocuments() {}

  /** A document of a model, with derived fields. */
  static String document(String derived, String model) {
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
        <DataField name="x" optype="continuous" dataType="double"/><DataField name="z" optype="continuous" dataType="double"/>
        <DataField name="k" optype="categorical" dataType="string"><Value value="a"/><Value value="b"/></DataField>
        %s</DataDictionary><TransformationDictionary>%s</TransformationDictionary>%s</PMML>
        """
        .formatted(
            model.contains("name=\"l\"")
                ? "<DataField name=\"l\" optype=\"categorical\" dataType=\"string\"><Value value=\"no\"/><Value value=\"yes\"/></DataField>"
                : "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>",
            derived,
            model);
  }

  static String schema(String target, String inputs) {
    return "<MiningSchema><MiningField name=\"%s\" usageType=\"target\"/>%s</MiningSchema>"
        .formatted(target, inputs);
  }

  /** A tree that answers a number. */
  static String tree(String attributes, String node) {
    return document(
        "",
        "<TreeModel functionName=\"regression\"%s>%s%s</TreeModel>"
            .formatted(attributes.isEmpty() ? "" : " " + attributes, schema("y", INPUTS), node));
  }

  /** A regression of one table, with attributes of the model. */
  static String regression(String derived, String attributes, String inputs, String terms) {
    return document(
        derived,
        "<RegressionModel functionName=\"regression\" %s>%s<RegressionTable intercept=\"1\">%s</RegressionTable></RegressionModel>"
            .formatted(attributes, schema("y", inputs), terms));
  }

  static String coefficient(String field) {
    return "<NumericPredictor name=\"%s\" coefficient=\"2\"/>".formatted(field);
  }

  /** A node with a score, true where a number is at most a limit, or above it. */
  static String leaf(String operator, double limit, double score) {
    return "<Node score=\"%s\"><SimplePredicate field=\"x\" operator=\"%s\" value=\"%s\"/></Node>"
        .formatted(score, operator, limit);
  }

  /** An ensemble of trees that answer numbers. */
  static String ensemble(String attributes, String method, String... trees) {
    StringBuilder segments = new StringBuilder();
    for (String tree : trees) {
      segments.append(
          "<Segment><True/><TreeModel functionName=\"regression\" %s><MiningSchema>%s</MiningSchema>%s</TreeModel></Segment>"
              .formatted(attributes, INPUTS, tree));
    }
    return document(
        "",
        "<MiningModel functionName=\"regression\" %s>%s<Segmentation multipleModelMethod=\"%s\">%s</Segmentation></MiningModel>"
            .formatted(attributes, schema("y", INPUTS), method, segments));
  }

  static CompiledModel compiled(String document) {
    CompileResult compilation = Differential.of(document).compilation();
    if (compilation instanceof CompileResult.Compiled compiled) {
      return compiled.model();
    }
    throw new AssertionError(compilation.toString());
  }
}
