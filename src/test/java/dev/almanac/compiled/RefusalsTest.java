package dev.almanac.compiled;

import static dev.almanac.compiled.SmallDocuments.INPUTS;
import static dev.almanac.compiled.SmallDocuments.coefficient;
import static dev.almanac.compiled.SmallDocuments.document;
import static dev.almanac.compiled.SmallDocuments.ensemble;
import static dev.almanac.compiled.SmallDocuments.leaf;
import static dev.almanac.compiled.SmallDocuments.regression;
import static dev.almanac.compiled.SmallDocuments.schema;
import static dev.almanac.compiled.SmallDocuments.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.pmml.PmmlModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not known makes a document unsupported, with a reason that names it. */
class RefusalsTest {
  private static final String LEAF = "<Node score=\"1\"><True/></Node>";
  private static final String TERM = coefficient("x");

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("the missing value strategy 'weightedConfidence'", strategy()),
        Arguments.of("a CompoundPredicate of one part", nested("and")),
        Arguments.of(
            "the function 'stdNormalCDF', at",
            derived("<Apply function=\"stdNormalCDF\">" + ref() + "</Apply>")),
        Arguments.of("Lag, at", derived("<Lag field=\"x\"/>")),
        Arguments.of("a text as a number, at", regression("", "", INPUTS, coefficient("k"))),
        Arguments.of(
            "the field 'nowhere', which", regression("", "", INPUTS, coefficient("nowhere"))),
        Arguments.of(
            "outliers without a range, at the field 'x'",
            regression("", "", "<MiningField name=\"x\" outliers=\"asExtremeValues\"/>", TERM)),
        Arguments.of(
            "the usage 'group' of an input, at the field 'x'",
            regression("", "", "<MiningField name=\"x\" usageType=\"group\"/>", TERM)),
        Arguments.of(
            "the normalization method 'simplemax', at RegressionModel",
            regression("", "normalizationMethod=\"simplemax\"", INPUTS, TERM)),
        Arguments.of("the method 'median' of an ensemble", ensemble("", "median", LEAF, LEAF)),
        Arguments.of("a score that is no number", tree("", LEAF.replace("1", "much"))),
        Arguments.of("a number as the answer", document("", clustersOfNumbers())),
        Arguments.of("a model of the class RuleSetModel", document("", rules())));
  }

  private static String strategy() {
    return tree(
        "missingValueStrategy=\"weightedConfidence\"",
        "<Node score=\"0\"><True/>%s%s</Node>"
            .formatted(leaf("lessOrEqual", 1, 1), leaf("greaterThan", 1, 2)));
  }

  private static String nested(String join) {
    return tree(
        "",
        "<Node score=\"0\"><True/><Node score=\"1\"><CompoundPredicate booleanOperator=\"%s\"><SimplePredicate field=\"x\" operator=\"lessThan\" value=\"1\"/></CompoundPredicate></Node></Node>"
            .formatted(join));
  }

  private static String ref() {
    return "<FieldRef field=\"x\"/>";
  }

  private static String derived(String expression) {
    String field =
        "<DerivedField name=\"d\" optype=\"continuous\" dataType=\"double\">%s</DerivedField>"
            .formatted(expression);
    return regression(field, "", INPUTS, coefficient("d"));
  }

  private static String clustersOfNumbers() {
    return "<RegressionModel functionName=\"regression\">%s<RegressionTable intercept=\"0\"/></RegressionModel>"
        .formatted(schema("y", INPUTS));
  }

  private static String rules() {
    return "<RuleSetModel functionName=\"classification\">%s<RuleSet><RuleSelectionMethod criterion=\"firstHit\"/><SimpleRule score=\"yes\"><True/></SimpleRule></RuleSet></RuleSetModel>"
        .formatted(schema("l", INPUTS));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void theReasonNamesIt(String reason, String document) {
    PmmlModel pmml = PmmlModel.load(document.getBytes(StandardCharsets.UTF_8));
    boolean wantsLabel = reason.startsWith("a number as");
    CompileResult compilation =
        CompiledModel.compile(pmml, signature(Field.Kind.CATEGORICAL, wantsLabel));
    assertThat(compilation).isInstanceOf(CompileResult.Unsupported.class);
    assertThat(((CompileResult.Unsupported) compilation).why()).contains(reason);
  }

  @Test
  void aFreeTextIsRefused() {
    String document = regression("", "", INPUTS, TERM);
    PmmlModel pmml = PmmlModel.load(document.getBytes(StandardCharsets.UTF_8));
    assertThat(CompiledModel.compile(pmml, signature(Field.Kind.CATEGORICAL, false)))
        .isInstanceOf(CompileResult.Compiled.class);
    assertThat(CompiledModel.compile(pmml, signature(Field.Kind.TEXT, false)))
        .isEqualTo(
            new CompileResult.Unsupported("Unsupported: the text 'k', whose words are counted"));
  }

  @Test
  void anInputThatTheSignatureLacksIsNamed() {
    PmmlModel pmml =
        PmmlModel.load(regression("", "", INPUTS, TERM).getBytes(StandardCharsets.UTF_8));
    Signature none = new Signature(TaskType.CLUSTERING, List.of(), "y", List.of(), "");
    assertThat(((CompileResult.Unsupported) CompiledModel.compile(pmml, none)).why())
        .contains("the field 'x', which the signature does not have");
  }

  private static Signature signature(Field.Kind text, boolean labels) {
    return new Signature(
        TaskType.CLUSTERING,
        List.of(field("x", Field.Kind.NUMERIC), field("z", Field.Kind.NUMERIC), field("k", text)),
        "y",
        labels ? List.of("1", "2") : List.of(),
        "");
  }

  private static Field field(String name, Field.Kind kind) {
    boolean number = kind == Field.Kind.NUMERIC;
    return new Field(
        name,
        number ? FieldType.DOUBLE : FieldType.STRING,
        kind,
        MissingPolicy.CONSTANT,
        UnseenPolicy.LEVEL,
        List.of());
  }
}
