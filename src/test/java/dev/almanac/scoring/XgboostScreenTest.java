package dev.almanac.scoring;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What of a kept XGBoost model is let through, without a session. */
class XgboostScreenTest {
  private static final String MODEL = "ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel";

  @Test
  void letsTheTwoModelsThroughAndNoOtherClassOfTheLibrary() {
    assertThatCode(() -> check("metadata/part-00000", metadata(MODEL, "null")))
        .doesNotThrowAnyException();
    for (String type :
        new String[] {
          "ml.dmlc.xgboost4j.scala.spark.XGBoostRankerModel",
          "ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier",
          MODEL + "Evil"
        }) {
      assertThatThrownBy(() -> check("metadata/part-00000", metadata(type, "null")))
          .hasMessageContaining("names the class '" + type + "'");
    }
  }

  @Test
  void refusesParametersThatAreObjectsOfANamedClass() {
    assertThatThrownBy(
            () ->
                check(
                    "metadata/part-00000",
                    metadata(MODEL, "{\"jsonClass\":\"dev.almanac.testing.TrapStage\"}")))
        .hasMessageContaining("has an object for customObj");
  }

  @Test
  void aBoosterIsAnObjectFromBraceToBrace() {
    assertThatCode(() -> check("data/model", "{L....}")).doesNotThrowAnyException();
    for (String content : new String[] {"", "{", "PAR1....PAR1", "{....PAR1", "binf...}"}) {
      assertThatThrownBy(() -> check("data/model", content))
          .hasMessageContaining("is not a booster");
    }
  }

  private static void check(String file, String content) {
    PipelineScreen.check(
        "pipeline/stages/6_model/" + file, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String metadata(String type, String objective) {
    return """
        {"class":"%s","timestamp":1,"sparkVersion":"4.0.1","uid":"model","paramMap":{},"defaultParamMap":{"customObj":%s}}"""
        .formatted(type, objective);
  }
}
