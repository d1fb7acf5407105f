package dev.almanac.pmml;

import static dev.almanac.pmml.TextDocument.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.spec.TextWords;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that look into texts: the one form that is scored, and those that ask for more. */
@Timeout(60)
class PmmlTextAttackTest {
  private static final String FORM =
      "textField=\"document\" wordSeparatorCharacterRE=\"%s\" isCaseSensitive=\"true\""
          .formatted(TextWords.SEPARATOR);

  private static final String TERM = "<FieldRef field=\"term\"/>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "late | the flight was late, too late | 2",
        "late | Late, later, plate: late. | 1",
        "was late | it was late. It was: late; was not late | 2",
        "late | ... | 0",
        "the flight was | the flight was | 1",
      })
  void countsATermAsAnExportDoes(String term, String text, double times) {
    assertThat(score(document(function(index(FORM, TERM)), call("tf", term)), text))
        .isEqualTo(new Answer.Estimate(times));
  }

  @Test
  void countsATermOnceAndWeighsItAsAnExportDoes() {
    String binary = function(index(FORM + " localTermWeights=\"binary\"", TERM));
    assertThat(score(document(binary, call("tf", "a")), "a b a")).isEqualTo(new Answer.Estimate(1));
    String weighed =
        """
        <DefineFunction name="tf" optype="continuous" dataType="double"><ParameterField name="document"/><ParameterField name="term"/><ParameterField name="weight"/>
        <Apply function="*">%s<FieldRef field="weight"/></Apply></DefineFunction>"""
            .formatted(index(FORM, TERM));
    String call =
        call("tf", "a").replace("</Apply>", "<Constant dataType=\"double\">1.5</Constant></Apply>");
    assertThat(score(document(weighed, call), "a b a")).isEqualTo(new Answer.Estimate(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "textField=\"document\" isCaseSensitive=\"true\"",
        "textField=\"document\" isCaseSensitive=\"true\" wordSeparatorCharacterRE=\"(a+)+$\"",
        "textField=\"document\" isCaseSensitive=\"true\" wordSeparatorCharacterRE=\"\\s+\"",
        "FORM wordRE=\"(a+)+$\"",
        "FORM maxLevenshteinDistance=\"3\"",
        "FORM countHits=\"bestHits\"",
        "FORM localTermWeights=\"logarithmic\"",
        "FORM tokenize=\"false\"",
        "textField=\"document\" isCaseSensitive=\"false\" wordSeparatorCharacterRE=\"SEPARATOR\"",
        "textField=\"document\" wordSeparatorCharacterRE=\"SEPARATOR\"",
      })
  void refusesEveryOtherWayToLookIntoATextThanOurs(String attributes) {
    String given = attributes.replace("FORM", FORM).replace("SEPARATOR", TextWords.SEPARATOR);
    assertRefused(document(function(index(given, TERM)), call("tf", "a")), "is not scored");
  }

  @Test
  void refusesToRewriteTexts() {
    String rewriting =
        "<TextIndexNormalization recursive=\"true\"><InlineTable><row><string>a</string><stem>aa</stem></row></InlineTable></TextIndexNormalization>";
    assertRefused(
        document(function(index(FORM, rewriting + TERM)), call("tf", "a")),
        "<TextIndexNormalization> is not scored");
  }

  @Test
  void refusesATextIndexThatIsInNoFunction() {
    String index = index(FORM.replace("document", "x"), "<Constant>a</Constant>");
    assertRefused(document("", index), "outside of a function");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Constant>a</Constant>",
        "<Apply function=\"concat\"><FieldRef field=\"term\"/><FieldRef field=\"term\"/></Apply>"
      })
  void refusesATermThatIsNoArgument(String term) {
    assertRefused(
        document(function(index(FORM, term)), call("tf", "a")), "the term comes as an argument");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<FieldRef field=\"x\"/><FieldRef field=\"x\"/>",
        "<FieldRef field=\"x\"/><Constant>one two three four</Constant>",
        "<FieldRef field=\"x\"/><Apply function=\"lowercase\"><Constant>a</Constant></Apply>",
        "<Apply function=\"lowercase\"><FieldRef field=\"x\"/></Apply><Constant>a</Constant>",
        "<Constant>a a a</Constant><Constant>a</Constant>",
        "<FieldRef field=\"x\"/>",
        ""
      })
  void refusesATermThatComesWithTheRowOrIsLong(String arguments) {
    String call = "<Apply function=\"tf\">" + arguments + "</Apply>";
    assertRefused(
        document(function(index(FORM, TERM)), call), "something else than a field and a term");
  }

  @Test
  void refusesALongWordWhereverItEnds() {
    for (int letters : List.of(201, 5_000, 100_000)) {
      assertRefused(
          document(function(index(FORM, TERM)), call("tf", "a".repeat(letters))),
          "something else than a field and a term");
    }
  }

  @Test
  void refusesAFunctionThatCountsManyTerms() {
    String many =
        function(index(FORM, TERM))
            + """
            <DefineFunction name="many" optype="continuous" dataType="double"><ParameterField name="p"/>
            <Apply function="+"><Apply function="tf"><FieldRef field="p"/><Constant>a</Constant></Apply><Apply function="tf"><FieldRef field="p"/><Constant>b</Constant></Apply></Apply></DefineFunction>""";
    assertRefused(
        document(many, "<Apply function=\"many\"><FieldRef field=\"x\"/></Apply>"),
        "something else than a field and a term");
  }

  @Test
  void refusesMoreTermsAndIndexesThanAModelOfOursHas() {
    String terms =
        IntStream.rangeClosed(0, TextIndexes.MOST_TERMS)
            .mapToObj(i -> call("tf", "w" + i))
            .collect(Collectors.joining("", "<Apply function=\"max\">", "</Apply>"));
    assertRefused(
        document(function(index(FORM, TERM)), terms), "it looks for 20001 terms, more than 20000");
    String functions =
        IntStream.rangeClosed(0, TextIndexes.MOST_INDEXES)
            .mapToObj(i -> function(index(FORM, TERM)).replace("\"tf\"", "\"tf" + i + "\""))
            .collect(Collectors.joining());
    assertRefused(document(functions, call("tf0", "a")), "more than 40 <TextIndex>");
  }

  @Test
  void refusesARowWhoseTextIsTooLongAndScoresTheNext() {
    PmmlModel model = PmmlModel.load(bytes(document(function(index(FORM, TERM)), call("tf", "a"))));

    assertThat(model.score(Map.of("x", "a ".repeat(Field.LONGEST_TEXT) + "a"), List.of()))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.why()).contains("a text of 60001 characters"));
    assertThat(model.score(Map.of("x", "a ".repeat(Field.LONGEST_TEXT)), List.of()))
        .isEqualTo(new Answer.Estimate(Field.LONGEST_TEXT));
  }

  @Test
  void aTenthOfTheMostThatIsLetThroughEndsAtOnce() {
    String terms =
        IntStream.range(0, TextIndexes.MOST_TERMS / 10)
            .mapToObj(i -> call("tf", "a a b" + i))
            .collect(Collectors.joining("", "<Apply function=\"max\">", "</Apply>"));
    PmmlModel model = PmmlModel.load(bytes(document(function(index(FORM, TERM)), terms)));

    assertThat(model.score(Map.of("x", "a ".repeat(Field.LONGEST_TEXT)), List.of()))
        .isEqualTo(new Answer.Estimate(0));
  }

  private static Answer score(String document, String text) {
    return PmmlModel.load(bytes(document)).score(Map.of("x", text), List.of());
  }

  private static void assertRefused(String document, String message) {
    assertThatThrownBy(() -> PmmlModel.load(bytes(document)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining(message);
  }

  private static String index(String attributes, String content) {
    return "<TextIndex " + attributes + ">" + content + "</TextIndex>";
  }

  private static String function(String body) {
    return """
        <DefineFunction name="tf" optype="continuous" dataType="double"><ParameterField name="document"/><ParameterField name="term"/>%s</DefineFunction>"""
        .formatted(body);
  }

  private static String call(String function, String term) {
    return "<Apply function=\"%s\"><FieldRef field=\"x\"/><Constant dataType=\"string\">%s</Constant></Apply>"
        .formatted(function, term);
  }

  private static String document(String functions, String expression) {
    return TextDocument.document(
        "<TransformationDictionary>" + functions + "</TransformationDictionary>", expression);
  }
}
