package dev.almanac.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PMML as JSON is the same document, and no way around the screen. */
class PmmlJsonTest {
  @Test
  void saysTheSameDocument() {
    byte[] json = PmmlJson.toJson(bytes(document("<FieldRef field=\"x\"/>")));

    assertThat(text(json))
        .contains("\"DataField\"", "\"name\" : \"x\"", "\"x\" : \"0.5\"")
        .endsWith("}\n");
    assertThat(PmmlJson.toJson(PmmlJson.toXml(json))).isEqualTo(json);
    PmmlModel model = PmmlModel.loadJson(json);
    assertThat(model.verify()).isEqualTo(1);
    assertThat(model.score(Map.of("x", 2), List.of())).isEqualTo(new Answer.Estimate(7));
  }

  @Test
  void keepsWhatXmlAndJsonSpellDifferently() {
    String label = "&lt;&amp;&gt; &quot;é\\ \uD83D\uDE00";
    String document = document("<FieldRef field=\"x\"/>").replace("hint", label);

    byte[] json = PmmlJson.toJson(bytes(document));

    assertThat(text(json)).contains("<&> \\\"é\\\\ \\uD83D\\uDE00");
    assertThat(text(PmmlJson.toXml(json))).contains("&lt;&amp;&gt; ").contains("é\\ \uD83D\uDE00");
  }

  @Test
  void keepsATextThatIsEmpty() {
    String level = "<Value value=\"\" property=\"missing\"/>";
    String document =
        document("<FieldRef field=\"x\"/>")
            .replaceFirst("(<DataField name=\"x\"[^>]*)/>", "$1>" + level + "</DataField>");

    byte[] json = PmmlJson.toJson(bytes(document));

    assertThat(text(json)).contains("\"value\" : \"\"");
    assertThat(text(PmmlJson.toXml(json))).contains(level);
  }

  @Test
  void refusesAFunctionThatIsAClass() {
    Trap.TOUCHED.set(false);
    String good = text(PmmlJson.toJson(bytes(document(apply("abs")))));
    String hostile = good.replace("\"abs\"", "\"" + Trap.class.getName() + "\"");

    assertThat(PmmlModel.loadJson(bytes(good)).inputs()).containsExactly("x");
    assertThat(hostile).isNotEqualTo(good);
    assertRefused(() -> PmmlModel.loadJson(bytes(hostile)), "calls the function 'dev.almanac");
    assertThat(Trap.TOUCHED).isFalse();
  }

  /** The ways in which JSON libraries have been made to build what a document names. */
  @Test
  void buildsNoTypeThatTheDocumentNames() {
    Trap.TOUCHED.set(false);
    String good = text(PmmlJson.toJson(bytes(document("<FieldRef field=\"x\"/>"))));
    String trap = Trap.class.getName();
    for (String hostile :
        List.of(
            good.replaceFirst("\"version\"", "\"@class\" : \"" + trap + "\", \"version\""),
            good.replaceFirst("\"RegressionModel\"", "\"" + trap + "\""),
            good.replaceFirst("\"FieldRef\"", "\"" + trap + "\""),
            good.replace("\"hint\"", "[ \"" + trap + "\", { \"touched\" : true } ]"))) {
      assertThat(hostile).isNotEqualTo(good);
      assertRefused(() -> PmmlModel.loadJson(bytes(hostile)), "refused");
    }
    assertThat(Trap.TOUCHED).isFalse();
  }

  @Test
  @Timeout(60)
  void refusesWhatIsTooDeepTooLargeOrTooMany() {
    String good = text(PmmlJson.toJson(bytes(document(apply("abs")))));
    String call = "{ \"Apply\" : { \"function\" : \"abs\", \"Expression\" : [ ";
    String deep =
        good.replaceFirst(
            "\\{\\s*\"Apply\" :",
            call.repeat(2_000) + "{ \"Constant\" : { \"value\" : 1 } }" + " ] } }".repeat(2_000));
    assertRefused(() -> PmmlModel.loadJson(bytes(deep)), "nesting depth");
    assertRefused(() -> PmmlModel.loadJson(new byte[PmmlModel.MAX_BYTES + 1]), "more than the");
    String digits = good.replaceFirst("\"intercept\" : 1", "\"intercept\" : 1" + "0".repeat(5_000));
    assertThat(digits).isNotEqualTo(good);
    assertRefused(() -> PmmlModel.loadJson(bytes(digits)), "Number value length");
  }

  @Test
  void refusesWhatIsNoPmml() {
    for (String json :
        List.of("", "null", "[]", "{}", "{\"PMML\": null}", "{\"PMML\": 1}", "{\"html\": {}}")) {
      assertRefused(() -> PmmlModel.loadJson(bytes(json)), "refused");
    }
    String good = text(PmmlJson.toJson(bytes(document("<FieldRef field=\"x\"/>"))));
    assertRefused(() -> PmmlModel.loadJson(bytes(good + "{}")), "refused");
    assertRefused(
        () -> PmmlModel.loadJson(bytes(good.replaceFirst("\"0.5\"", "{ \"more\" : 1 }"))),
        "is not a text");
    assertRefused(
        () ->
            PmmlModel.loadJson(
                bytes(good.replaceFirst("\"version\"", "\"version\" : \"4.4\", \"version\""))),
        "Duplicate");
    assertRefused(() -> PmmlJson.toJson(bytes("<html/>")), "its root is <html>");
  }

  @Test
  @Timeout(60)
  void neverScoresADocumentCutShort() {
    byte[] whole = PmmlJson.toJson(bytes(document("<FieldRef field=\"x\"/>")));
    for (int length = 0; length < whole.length - 2; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertRefused(() -> PmmlModel.loadJson(cut), "refused");
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining("The PMML document is refused")
        .hasMessageContaining(message);
  }

  private static byte[] bytes(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  private static String apply(String function) {
    return "<Apply function=\"" + function + "\"><FieldRef field=\"x\"/></Apply>";
  }

  /** y = 3 * derived + 1, the derived field being what the expression says of x. */
  private static String document(String expression) {
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
        <Header description="hint"/>
        <DataDictionary>
        <DataField name="x" optype="continuous" dataType="double"/>
        <DataField name="y" optype="continuous" dataType="double"/>
        </DataDictionary>
        <TransformationDictionary>
        <DerivedField name="d" optype="continuous" dataType="double">%s</DerivedField>
        </TransformationDictionary>
        <RegressionModel functionName="regression">
        <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
        <ModelVerification recordCount="1"><VerificationFields>
        <VerificationField field="x" column="x"/>
        <VerificationField field="y" column="y" precision="1e-9"/>
        </VerificationFields><InlineTable><row><x>0.5</x><y>2.5</y></row></InlineTable></ModelVerification>
        <RegressionTable intercept="1"><NumericPredictor name="d" coefficient="3"/></RegressionTable>
        </RegressionModel></PMML>"""
        .formatted(expression);
  }
}
