package dev.almanac.pmml;

import static dev.almanac.pmml.TextDocument.bytes;
import static dev.almanac.pmml.TextDocument.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jpmml.evaluator.FunctionRegistry;
import org.jpmml.evaluator.Functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Documents that ask for more time or memory than there is, and models of numbers that are none.
 */
@Timeout(30)
class PmmlAttackTest {
  private static final String LONG = "a".repeat(BoundedFunctions.LONGEST_TEXT - 50) + "!";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(.*a){20}",
        "(a|a)*b",
        "(a*)*b",
        "a*a*a*a*a*b",
        "a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaa",
        "(?=(a+))\\1",
        "(?<=a)b",
        "(a)\\1",
        "\\k<name>",
        "a{1,99}{1,99}",
        "a{99}{99}{99}",
        "a{1000}",
        "a{2,1}",
        "a{,3}",
        "a{50,99}a{50,99}a{50,99}",
        "a*|b*|c*|d*|e*",
        "[a[b]]*",
        "[a&&[b]]",
        "[a",
        "\\Qa",
        "\\p{L}+",
        "^*",
        "*",
        "a**",
        "\\"
      })
  void refusesAPatternThatMayBacktrack(String pattern) {
    for (String call : List.of(matches(pattern), replace(pattern, "x"))) {
      assertRefused(() -> load(call), "the pattern '" + pattern + "' of the function");
    }
  }

  @Test
  void refusesAPatternThatIsLong() {
    assertRefused(() -> load(matches("a".repeat(401))), "it is longer than 400 characters");
    assertRefused(() -> load(matches("a{99}".repeat(5))), "ask for too long a text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "^ab.*c$ abxxc true",
        "^ab.*c$ xabxxc false",
        "[0-9]{2,4}-? 12- true",
        "\\d+\\.\\d{2} 3.14 true",
        "cat|dog hotdog true",
        "[^a-c]+ abc false",
        "x{2}y+? xxyy true",
        "\\$[\\]\\^] $] true",
      })
  void stillMatchesByAnOrdinaryPattern(String pattern, String text, boolean found) {
    assertThat(score(matches(pattern), text)).isEqualTo(number(found ? 1 : 0));
  }

  @Test
  void stillReplacesByAnOrdinaryPattern() {
    assertThat(score(length(replace("[0-9]+", "###")), "a1b22c")).isEqualTo(number(9));
  }

  @Test
  void theWorstPatternThatIsLetThroughEndsAtOnce() {
    long begin = System.nanoTime();
    for (String pattern : List.of("a*b|a*c|a*d|a*e", "[a-z]*a?a?b", "a*?b|.*c", "a{1,99}a{10}b")) {
      assertThat(PlainPattern.problem(pattern)).as(pattern).isEmpty();
      assertThat(score(matches(pattern), LONG)).isEqualTo(number(0));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void refusesARowWhoseTextIsTooLongToSearchAndScoresTheNext() {
    PmmlModel model = load(matches("a*b"));

    assertThat(model.score(Map.of("x", "a".repeat(10 << 20)), List.of()))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.why()).contains("a text of 10485760 characters"));
    assertThat(model.score(Map.of("x", "aab"), List.of())).isEqualTo(number(1));
  }

  @Test
  void refusesAPatternThatComesWithTheRow() {
    assertRefused(
        () -> load(truth("<Apply function=\"matches\"><Constant>a</Constant>" + x() + "</Apply>")),
        "the pattern of the function 'matches' is no constant");
    String defined =
        """
        <TransformationDictionary><DefineFunction name="f" optype="categorical" dataType="boolean">
        <ParameterField name="p"/><Apply function="matches"><Constant>a</Constant><FieldRef field="p"/></Apply>
        </DefineFunction></TransformationDictionary>\
        """;
    assertRefused(
        () ->
            PmmlModel.load(
                bytes(document(defined, truth("<Apply function=\"f\">" + x() + "</Apply>")))),
        "is no constant");
  }

  /** Another user of the library in the same JVM has the same table of functions. */
  @Test
  void theLibrarysFunctionsStayAsTheyAre() {
    assertThat(load(matches("a*b"))).isNotNull();

    assertThat(FunctionRegistry.getFunction("matches")).isSameAs(Functions.MATCHES);
    assertThat(FunctionRegistry.getFunction("dev.almanac.pmml.matches")).isNull();
  }

  @Test
  void aBoundedFunctionStillTreatsWhatIsMissingAsTheDocumentSays() {
    String call =
        length("<Apply function=\"concat\" %s>" + x() + "<Constant>bc</Constant></Apply>");

    assertThat(load(call.formatted("mapMissingTo=\"four\"")).score(Map.of(), List.of()))
        .isEqualTo(number(4));
    assertThat(load(call.formatted("")).score(Map.of("x", "a"), List.of())).isEqualTo(number(3));
  }

  @Test
  void refusesACallPastTheBounds() {
    String name = "dev.almanac.pmml.matches";
    String defined =
        """
        <TransformationDictionary><DefineFunction name="%s" optype="categorical" dataType="boolean">
        <ParameterField name="p"/><FieldRef field="p"/></DefineFunction></TransformationDictionary>\
        """
            .formatted(name);
    String call =
        truth("<Apply function=\"" + name + "\">" + x() + constant("(a+)+$") + "</Apply>");
    assertRefused(() -> load(call), "calls the function '" + name + "'");
    assertRefused(
        () -> PmmlModel.load(bytes(document(defined, call))), "calls the function '" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<TextIndex textField=\"x\""
            + " wordSeparatorCharacterRE=\"(a+)+$\"><Constant>a</Constant></TextIndex>",
        "<TextIndex textField=\"x\"><TextIndexNormalization"
            + " recursive=\"true\"/><Constant>a</Constant></TextIndex>"
      })
  void refusesTextMining(String expression) {
    assertRefused(() -> load(expression), "<TextIndex> is not scored");
  }

  @Test
  void refusesARowForWhichTextsGrow() {
    String dictionary =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT,
                        """
                        <DerivedField name="t%d" optype="categorical" dataType="string"><Apply function="concat"><FieldRef field="%2$s"/><FieldRef field="%2$s"/></Apply></DerivedField>\
                        """,
                        i,
                        i == 0 ? "x" : "t" + (i - 1)))
            .collect(
                Collectors.joining(
                    "", "<TransformationDictionary>", "</TransformationDictionary>"));
    PmmlModel model =
        PmmlModel.load(bytes(document(dictionary, length("<FieldRef field=\"t59\"/>"))));

    assertRowRefused(model.score(Map.of("x", "abc"), List.of()), "'concat'");
    assertRowRefused(
        load(length(replace("a", "b".repeat(900)))).score(Map.of("x", "aa"), List.of()),
        "'replace' makes a text of 1800 characters");
    String format =
        length(
            "<Apply function=\"formatNumber\"><Constant dataType=\"integer\">1</Constant>"
                + constant("%999999999d")
                + "</Apply>");
    assertRowRefused(load(format).score(Map.of("x", "a"), List.of()), "is wider than");
  }

  @Test
  void refusesFunctionsThatDoubleEachOther() {
    assertRefused(() -> load(doubling(40)), "more than 10000000 times a row");
    assertRefused(() -> load(doubling(5_000)), "call each other too deeply");
    assertThat(PmmlModel.load(bytes(doubling(10))).inputs()).containsExactly("x");
  }

  @Test
  void refusesAFunctionThatCallsItself() {
    String circle = define("f0", "f1", 1) + define("f1", "f0", 1);
    String whole =
        document(
            "<TransformationDictionary>" + circle + "</TransformationDictionary>",
            "<Apply function=\"f0\"><Constant dataType=\"double\">1</Constant></Apply>");
    assertRefused(() -> PmmlModel.load(bytes(whole)), "in a circle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan", "INF", "-INF", "Infinity", "-Infinity", "1e309", " NaN "})
  void refusesAModelWhoseNumbersAreNotFinite(String number) {
    for (String attribute : List.of("coefficient", "intercept")) {
      String whole =
          plain().replaceFirst(attribute + "=\"[^\"]*\"", attribute + "=\"" + number + "\"");
      assertRefused(() -> PmmlModel.load(bytes(whole)), attribute + "=\"" + number);
      assertThatThrownBy(() -> PmmlModel.load(bytes(whole))).hasMessageContaining("line ");
    }
    assertRefused(
        () -> load(doubleConstant(number)),
        "<Constant> has the number '%s', which is no finite number".formatted(number.strip()));
    assertRefused(
        () ->
            load(
                "<NormContinuous field=\"x\"><LinearNorm orig=\"0\" norm=\"%s\"/><LinearNorm orig=\"1\" norm=\"1\"/></NormContinuous>"
                    .formatted(number)),
        "<LinearNorm> has norm=");
  }

  @Test
  void refusesATreeWhoseSplitOrLeafIsNotFinite() {
    assertThat(PmmlModel.load(bytes(tree("1.5", "2"))).score(Map.of("x", 1), List.of()))
        .isEqualTo(number(2));
    assertRefused(
        () -> PmmlModel.load(bytes(tree("NaN", "2"))), "<SimplePredicate> has value=\"NaN\"");
    assertRefused(() -> PmmlModel.load(bytes(tree("1.5", "NaN"))), "<Node> has score=\"NaN\"");
    assertRefused(() -> PmmlModel.load(bytes(tree("1.5", "-INF"))), "<Node> has score=\"-INF\"");
  }

  @Test
  void refusesAnArrayOfNumbersThatAreNotFinite() {
    String array = "<Array n=\"3\" type=\"real\">0.5 NaN 1</Array>";
    assertRefused(
        () ->
            PmmlModel.load(bytes(plain().replace("<RegressionTable", array + "<RegressionTable"))),
        "<Array> has the number 'NaN', which is no finite number");
  }

  @Test
  void leavesAloneWhereNotFiniteMeansSomething() {
    String open =
        "<Discretize field=\"x\"><DiscretizeBin binValue=\"NaN\"><Interval closure=\"openOpen\""
            + " leftMargin=\"0\"/></DiscretizeBin></Discretize>";
    String whole =
        plain()
            .replace(
                "<Header>",
                "<Header><Annotation>NaN</Annotation><Extension><Array"
                    + " type=\"real\">NaN</Array></Extension>");
    assertThat(PmmlModel.load(bytes(whole)).score(Map.of("x", 1), List.of())).isEqualTo(number(4));
    assertThat(load(matches("NaN"))).isNotNull();
    assertThat(load(length(open))).isNotNull();
    assertRefused(
        () -> load(length(open.replace("\"0\"", "\"NaN\""))), "<Interval> has leftMargin");
  }

  @Test
  void answersNoNumberForARowThatOverflows() {
    String steep = plain().replace("coefficient=\"3\"", "coefficient=\"1e308\"");

    assertThat(PmmlModel.load(bytes(steep)).score(Map.of("x", 1e308), List.of()))
        .isEqualTo(new Answer.Estimate(Double.POSITIVE_INFINITY));
  }

  private static void assertRowRefused(Answer answer, String why) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining("The PMML document is refused")
        .hasMessageContaining(message);
  }

  private static Answer number(double value) {
    return new Answer.Estimate(value);
  }

  private static Answer score(String expression, String text) {
    return load(expression).score(Map.of("x", text), List.of());
  }

  private static String x() {
    return "<FieldRef field=\"x\"/>";
  }

  private static String constant(String text) {
    return "<Constant dataType=\"string\">"
        + text.replace("&", "&amp;").replace("<", "&lt;")
        + "</Constant>";
  }

  private static String doubleConstant(String number) {
    return "<Constant dataType=\"double\">" + number + "</Constant>";
  }

  private static String matches(String pattern) {
    return truth("<Apply function=\"matches\">" + x() + constant(pattern) + "</Apply>");
  }

  private static String replace(String pattern, String by) {
    return "<Apply function=\"replace\">" + x() + constant(pattern) + constant(by) + "</Apply>";
  }

  private static String length(String text) {
    return "<Apply function=\"stringLength\">" + text + "</Apply>";
  }

  /** 1 if it is true, else 0. */
  private static String truth(String condition) {
    return "<Apply function=\"if\">"
        + condition
        + doubleConstant("1")
        + doubleConstant("0")
        + "</Apply>";
  }

  private static String define(String name, String called, int times) {
    String call = "<Apply function=\"" + called + "\"><FieldRef field=\"p\"/></Apply>";
    return """
    <DefineFunction name="%s" optype="continuous" dataType="double"><ParameterField name="p" dataType="double"/>
    <Apply function="max">%s</Apply></DefineFunction>\
    """
        .formatted(name, call.repeat(times));
  }

  private static String doubling(int steps) {
    String functions =
        IntStream.range(0, steps)
            .mapToObj(i -> define("f" + i, i == 0 ? "abs" : "f" + (i - 1), 2))
            .collect(Collectors.joining());
    return document(
        "<TransformationDictionary>" + functions + "</TransformationDictionary>",
        String.format(Locale.ROOT, "<Apply function=\"f%d\">%s</Apply>", steps - 1, length(x())));
  }

  private static PmmlModel load(String expressionOrDocument) {
    return PmmlModel.load(
        bytes(
            expressionOrDocument.startsWith("<PMML")
                ? expressionOrDocument
                : document("", expressionOrDocument)));
  }

  /** y = 3 x + 1. */
  private static String plain() {
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header></Header>
    <DataDictionary><DataField name="x" optype="continuous" dataType="double"/>
    <DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
    <RegressionModel functionName="regression">
    <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
    <RegressionTable intercept="1"><NumericPredictor name="x" coefficient="3"/></RegressionTable>
    </RegressionModel></PMML>
    """;
  }

  private static String tree(String split, String score) {
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
    <DataDictionary><DataField name="x" optype="continuous" dataType="double"/>
    <DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
    <TreeModel functionName="regression">
    <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
    <Node score="0"><True/>
    <Node score="%2$s"><SimplePredicate field="x" operator="lessOrEqual" value="%1$s"/></Node>
    <Node score="5"><SimplePredicate field="x" operator="greaterThan" value="1.5"/></Node>
    </Node></TreeModel></PMML>
    """
        .formatted(split, score);
  }
}
