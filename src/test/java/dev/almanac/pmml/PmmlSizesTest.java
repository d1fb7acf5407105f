package dev.almanac.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents of parts that are as large as a document may be: refused with a place, or scored. */
@Timeout(60)
class PmmlSizesTest {
  @Test
  void refusesANumberOfMegabytesWithoutShowingIt() {
    String digits = "9".repeat(20 << 20);

    assertRefused(document("coefficient=\"" + digits + "\""), "is not a number");
    assertRefused(document("coefficient=\"1\" power=\"" + digits + "\""), "is no attribute of it");
  }

  @Test
  void refusesNamesOfMegabytesWithoutShowingThem() {
    String name = "n".repeat(8 << 20);

    assertRefused(document("coefficient=\"1\" " + name + "=\"1\""), "");
    assertRefused(document("coefficient=\"1\"").replace("NumericPredictor", name), "");
  }

  @Test
  void refusesMoreAttributesThanAnElementMayHave() {
    String many =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "x-a" + i + "=\"\"")
            .collect(Collectors.joining(" "));

    assertRefused(document("coefficient=\"1\" " + many), "line ");
  }

  @Test
  void leavesOutDescriptionsHoweverDeepAndMany() {
    String deep = "<Extension>".repeat(50_000) + "</Extension>".repeat(50_000);
    String many = "<Extension name=\"x\" value=\"y\"/>".repeat(200_000);
    byte[] pmml =
        document("coefficient=\"2\"")
            .replace("<Header/>", "<Header>" + deep + many + "</Header>")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(PmmlModel.load(pmml).score(Map.of("x", 3), List.of()))
        .isEqualTo(new Answer.Estimate(7));
    assertThat(PmmlJson.toJson(pmml)).hasSizeLessThan(5_000);
  }

  private static void assertRefused(String document, String message) {
    assertThatThrownBy(() -> PmmlModel.load(document.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED);
              assertThat(e.getMessage()).hasSizeLessThan(2_000);
            })
        .hasMessageContaining(message);
  }

  private static String document(String predictor) {
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
    <DataDictionary><DataField name="x" optype="continuous" dataType="double"/>
    <DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
    <RegressionModel functionName="regression">
    <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
    <RegressionTable intercept="1"><NumericPredictor name="x" %s/></RegressionTable>
    </RegressionModel></PMML>
    """
        .formatted(predictor);
  }
}
