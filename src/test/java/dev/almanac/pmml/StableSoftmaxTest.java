package dev.almanac.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.PMML;
import org.jpmml.model.PMMLUtil;
import org.junit.jupiter.api.Test;

class StableSoftmaxTest {
  static final List<String> LABELS = List.of("a", "b", "c");

  @Test
  void theProbabilitiesStayAndTheLargestScoreIsZero() throws Exception {
    String before = document();
    String after = refined(before);
    assertThat(after).contains("multipleModelMethod=\"modelChain\"");
    for (double x : new double[] {0, 1, 500, -800, 1e5}) {
      List<Double> expected = probabilities(before, x);
      List<Double> result = probabilities(after, x);
      // What an evaluator takes the exponentials of; the evaluator's last one is what is left to 1.
      List<Double> scores =
          probabilities(after.replace("\"softmax\"", "\"none\""), x).subList(0, 2);

      for (int i = 0; i < LABELS.size(); i++) {
        assertThat(result.get(i)).isCloseTo(expected.get(i), within(1e-15));
      }
      int most = expected.indexOf(Collections.max(expected));
      assertThat(scores).allSatisfy(score -> assertThat(score).isNotPositive());
      assertThat(most == 2 ? 0 : scores.get(most)).as("the scores %s of %s", scores, x).isZero();
    }
  }

  @Test
  void anotherModelStaysAsItIs() throws Exception {
    String logit = document().replace("softmax", "logit");

    assertThat(refined(logit)).doesNotContain("Segment").contains("\"logit\"");
  }

  static List<Double> probabilities(String document, double x) {
    Answer answer =
        PmmlModel.load(document.getBytes(StandardCharsets.UTF_8)).score(Map.of("x", x), LABELS);
    return ((Answer.Label) answer).probabilities();
  }

  static String refined(String document) throws Exception {
    PMML pmml =
        PMMLUtil.unmarshal(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    StableSoftmax.refine(pmml);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PMMLUtil.marshal(pmml, bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static String document() {
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
    <DataField name="x" optype="continuous" dataType="double"/>
    <DataField name="y" optype="categorical" dataType="string"><Value value="a"/><Value value="b"/><Value value="c"/></DataField>
    </DataDictionary>
    <RegressionModel functionName="classification" normalizationMethod="softmax"><MiningSchema>
    <MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
    <LocalTransformations><DerivedField name="d" optype="continuous" dataType="double"><Apply function="*"><FieldRef field="x"/><Constant dataType="double">2</Constant></Apply></DerivedField></LocalTransformations>
    <RegressionTable targetCategory="a" intercept="-1000"><NumericPredictor name="d" coefficient="-1"/></RegressionTable>
    <RegressionTable targetCategory="b" intercept="-1001.5"><NumericPredictor name="d" coefficient="-1.001"/></RegressionTable>
    <RegressionTable targetCategory="c" intercept="-1002"><NumericPredictor name="x" coefficient="-2.5"/></RegressionTable>
    </RegressionModel></PMML>
    """;
  }
}
