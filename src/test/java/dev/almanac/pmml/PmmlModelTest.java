package dev.almanac.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PmmlModelTest {
  private static final String X = "<FieldRef field=\"x\"/>";

  @Test
  void scoresANumber() {
    PmmlModel model = load(regression(X, ""));

    assertThat(model.inputs()).containsExactly("x");
    assertThat(model.score(Map.of("x", 2.5), List.of())).isEqualTo(new Answer.Estimate(8.5));
  }

  @Test
  void reportsProbabilitiesInTheOrderRequestedFor() {
    PmmlModel model = load(classification("string", "no", "yes"));

    Answer answer = model.score(Map.of("x", 1.0), List.of("yes", "no"));

    assertThat(answer).isInstanceOf(Answer.Label.class);
    Answer.Label label = (Answer.Label) answer;
    double yes = 1 / (1 + Math.exp(-2));
    assertThat(label.label()).isEqualTo("yes");
    assertThat(label.probabilities().get(0)).isCloseTo(yes, within(1e-15));
    assertThat(label.probabilities().get(1)).isCloseTo(1 - yes, within(1e-15));
  }

  @Test
  void readsLabelsThatAreNumbersInTheDocument() {
    Answer answer =
        load(classification("integer", "0", "1")).score(Map.of("x", -1), List.of("0", "1"));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Label.class, label -> assertThat(label.label()).isEqualTo("0"));
  }

  @Test
  void reportsALabelThatTheSignatureLacksAsADamagedDocument() {
    PmmlModel model = load(classification("string", "no", "maybe"));

    assertRefused(
        () -> model.score(Map.of("x", 1.0), List.of("yes", "no")), "it knows the label 'maybe'");
  }

  @Test
  void answersNothingForARowWithoutItsInput() {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("x", null);

    assertThat(load(regression(X, "")).score(row, List.of())).isEqualTo(new Answer.Nothing());
  }

  @Test
  void refusesARowWhoseInputIsNoNumberAndScoresTheNext() {
    PmmlModel model = load(regression(X, ""));

    assertThat(model.score(Map.of("x", "abc"), List.of()))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.why()).contains("x"));
    assertThat(model.score(Map.of("x", 0), List.of())).isEqualTo(new Answer.Estimate(1));
  }

  @Test
  void verifiesTheSampleItCarries() {
    assertThat(load(regression(X, sample("3.5", "10.5"))).verify()).isEqualTo(2);
    assertThat(load(regression(X, "")).verify()).isZero();
  }

  @Test
  void refusesADocumentThatDoesNotAnswerItsOwnSample() {
    PmmlModel model = load(regression(X, sample("3.5", "10.75")));

    assertRefused(model::verify, "the rows it carries for its own verification");
  }

  @Test
  void refusesADoctypeAndOpensNothingItNames(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "s3cret-w0rd");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/evil.dtd";
      for (String doctype :
          List.of(
              "<!DOCTYPE PMML [<!ENTITY e SYSTEM \"%s\">]>".formatted(secret.toUri()),
              "<!DOCTYPE PMML SYSTEM \"%s\">".formatted(url),
              "<!DOCTYPE PMML [<!ENTITY %% p SYSTEM \"%s\"> %%p;]>".formatted(url))) {
        String document =
            regression(X, "")
                .replace("<PMML", doctype + "<PMML")
                .replace("<Header/>", "<Header><Annotation>&e;</Annotation></Header>");

        assertRefused(() -> load(document), "DOCTYPE");
        assertThatThrownBy(() -> load(document))
            .hasMessageNotContaining("s3cret-w0rd")
            .hasMessageContaining("line 1");
      }
      server.setSoTimeout(50);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  @Timeout(5)
  void refusesEntitiesThatMultiply() {
    StringBuilder entities = new StringBuilder("<!DOCTYPE PMML [<!ENTITY a0 \"lol\">");
    for (int i = 1; i < 12; i++) {
      entities.append(
          String.format(
              Locale.ROOT,
              "<!ENTITY a%d \"%s\">",
              i,
              String.format(Locale.ROOT, "&a%d;", i - 1).repeat(10)));
    }
    String document = regression(X, "").replace("<PMML", entities + "]><PMML");

    assertRefused(() -> load(document), "DOCTYPE");
  }

  @Test
  void includesNothing(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "s3cret-w0rd");
    String document =
        regression(X, "")
            .replace(
                "<Header/>",
                "<Header><Annotation><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" parse=\"text\" href=\"%s\"/></Annotation></Header>"
                    .formatted(secret.toUri()));

    assertThat(load(document).score(Map.of("x", 1), List.of())).isEqualTo(new Answer.Estimate(4));
  }

  @Test
  void refusesAFunctionThatIsAClass() {
    Trap.TOUCHED.set(false);
    String document = regression(apply(Trap.class.getName(), X), "");

    assertRefused(() -> load(document), "calls the function '" + Trap.class.getName() + "'");
    assertThat(Trap.TOUCHED).isFalse();
  }

  @Test
  void refusesAClassThatTheDocumentClaimsToDefine() {
    String name = Trap.class.getName();
    String document =
        regression(apply(name, X), "").replace("<DataDictionary", define(name) + "<DataDictionary");

    assertRefused(() -> load(document), "calls the function '" + name + "'");
  }

  @Test
  void allowsAFunctionOfTheDocumentsOwn() {
    String document =
        regression(apply("twice", X), "")
            .replace("</DataDictionary>", "</DataDictionary>" + define("twice"));

    assertThat(load(document).score(Map.of("x", 2), List.of())).isEqualTo(new Answer.Estimate(13));
  }

  @Test
  @Timeout(20)
  void refusesCallsNestedTooDeeply() {
    assertRefused(() -> load(regression(nested(5_000), "")), "nest deeper than");
    assertRefused(() -> load(regression(nested(50_000), "")), "nest deeper than");
    assertThat(load(regression(nested(500), "")).score(Map.of("x", 1), List.of()))
        .isEqualTo(new Answer.Estimate(4));
  }

  @Test
  @Timeout(20)
  void reportsFieldsDerivedFromEachOtherAsADamagedDocument() {
    String document =
        regression("<FieldRef field=\"b\"/>", "")
            .replace(
                "</TransformationDictionary>",
                "<DerivedField name=\"b\" optype=\"continuous\" dataType=\"double\"><FieldRef"
                    + " field=\"d\"/></DerivedField></TransformationDictionary>");

    assertRefused(() -> load(document).score(Map.of("x", 1), List.of()), "in a circle");
  }

  @Test
  @Timeout(60)
  void refusesMoreElementsThanADocumentMayHave() {
    String elements = "<True/>".repeat(PmmlScreen.MAX_ELEMENTS);

    assertRefused(
        () -> load(regression(X, "").replace("</DataDictionary>", elements + "</DataDictionary>")),
        "more than 5000000 elements");
  }

  @Test
  void refusesWhatIsNoPmml() {
    assertRefused(() -> load(""), "line");
    assertRefused(() -> load("{\"json\": true}"), "line 1");
    assertRefused(() -> load("<html/>"), "its root is <html>, not <PMML>");
    assertRefused(() -> load("<PMML xmlns=\"http://www.dmg.org/PMML-4_4\"/>"), "refused");
    assertRefused(() -> PmmlModel.load(new byte[] {(byte) 0xff, 0, 1, 2}), "line");
    assertRefused(() -> PmmlModel.load(new byte[PmmlModel.MAX_BYTES + 1]), "more than the");
  }

  @Test
  @Timeout(60)
  void neverScoresADocumentCutShort() {
    byte[] whole = bytes(regression(X, sample("3.5", "10.5")));
    // The last byte is no part of the document: the root element ends before it.
    for (int length = 0; length < whole.length - 1; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertRefused(() -> PmmlModel.load(cut), "refused");
    }
  }

  @Test
  void servesManyThreads() {
    PmmlModel model = load(regression(X, ""));

    boolean same =
        IntStream.range(0, 20_000)
            .parallel()
            .allMatch(
                i ->
                    model
                        .score(Map.of("x", i), List.of())
                        .equals(new Answer.Estimate(3.0 * i + 1)));

    assertThat(same).isTrue();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    long begin = System.nanoTime();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining("The PMML document is refused")
        .hasMessageContaining(message);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
  }

  private static PmmlModel load(String document) {
    return PmmlModel.load(bytes(document));
  }

  private static byte[] bytes(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }

  private static String apply(String function, String argument) {
    return "<Apply function=\"" + function + "\">" + argument + "</Apply>";
  }

  private static String nested(int depth) {
    return "<Apply function=\"abs\">".repeat(depth) + X + "</Apply>".repeat(depth);
  }

  private static String define(String name) {
    return """
    <TransformationDictionary><DefineFunction name="%s" optype="continuous" dataType="double">
    <ParameterField name="v" dataType="double"/>
    <Apply function="*"><FieldRef field="v"/><Constant>2</Constant></Apply>
    </DefineFunction></TransformationDictionary>\
    """
        .formatted(name);
  }

  private static String sample(String first, String second) {
    return """
    <ModelVerification recordCount="2"><VerificationFields>
    <VerificationField field="x" column="x"/><VerificationField field="y" column="y" precision="1e-9"/>
    </VerificationFields><InlineTable>
    <row><x>0.8333333333333334</x><y>%s</y></row><row><x>3.1666666666666665</x><y>%s</y></row>
    </InlineTable></ModelVerification>\
    """
        .formatted(first, second);
  }

  /** y = 3 * derived + 1, the derived field being what the expression says of x. */
  private static String regression(String expression, String verification) {
    String dictionary =
        """
        <TransformationDictionary>
        <DerivedField name="d" optype="continuous" dataType="double">%s</DerivedField>
        </TransformationDictionary>\
        """
            .formatted(expression);
    String local = expression.contains("twice") || expression.contains("Trap") ? "" : dictionary;
    String derived =
        local.isEmpty()
            ? "<LocalTransformations><DerivedField name=\"d\" optype=\"continuous\""
                + " dataType=\"double\">"
                + expression
                + "</DerivedField></LocalTransformations>"
            : "";
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
    <DataDictionary><DataField name="x" optype="continuous" dataType="double"/>
    <DataField name="y" optype="continuous" dataType="double"/></DataDictionary>%s
    <RegressionModel functionName="regression">
    <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
    %s
    <RegressionTable intercept="1"><NumericPredictor name="d" coefficient="3"/></RegressionTable>
    %s
    </RegressionModel></PMML>
    """
        .formatted(local, derived, verification);
  }

  private static String classification(String type, String negative, String positive) {
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
    <DataDictionary><DataField name="x" optype="continuous" dataType="double"/>
    <DataField name="y" optype="categorical" dataType="%1$s"><Value value="%2$s"/><Value value="%3$s"/></DataField></DataDictionary>
    <RegressionModel functionName="classification" normalizationMethod="logit">
    <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
    <RegressionTable intercept="0" targetCategory="%3$s"><NumericPredictor name="x" coefficient="2"/></RegressionTable>
    <RegressionTable intercept="0" targetCategory="%2$s"/>
    </RegressionModel></PMML>
    """
        .formatted(type, negative, positive);
  }
}
