package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Importance;
import dev.almanac.core.Metric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ImportanceJsonTest {
  /** As the first release that has it writes it. */
  private static final String FIRST =
      """
      {"inputs":[{"deviation":0.001,"learned":0.75,"loss":0.04,"name":"a.b"},{"name":"region"}],\
      "measure":"coefficient",\
      "permutation":{"metric":"auc","repeats":3,"rows":5000,"value":0.7},\
      "termCount":600,\
      "terms":[{"coefficient":-1.5,"name":"a.b"},{"coefficient":0.25,"label":"yes","name":"region = r1"}]}\
      """;

  private static final Importance LEARNED =
      new Importance(
          "coefficient",
          Optional.of(new Importance.Permutation(Metric.AUC, 0.7, 5_000, 3)),
          List.of(
              new Importance.Input(
                  "a.b",
                  OptionalDouble.of(0.75),
                  OptionalDouble.of(0.04),
                  OptionalDouble.of(0.001)),
              new Importance.Input(
                  "region",
                  OptionalDouble.empty(),
                  OptionalDouble.empty(),
                  OptionalDouble.empty())),
          List.of(
              new Importance.Term("", "a.b", -1.5),
              new Importance.Term("yes", "region = r1", 0.25)),
          600);

  @Test
  void writesAndReadsWhatTheFirstReleaseWrote() throws MalformedException {
    assertThat(Json.line(ImportanceJson.write(LEARNED))).isEqualTo(FIRST);
    assertThat(ImportanceJson.read(fields(FIRST))).isEqualTo(LEARNED);
  }

  @Test
  void leavesOutAMeasureOfALaterRelease() throws MalformedException {
    Importance read = ImportanceJson.read(fields(FIRST.replace("\"auc\"", "\"auc-of-2030\"")));
    assertThat(read.permutation()).isEmpty();
    assertThat(read.inputs()).isEqualTo(LEARNED.inputs());
  }

  private static JsonFields fields(String json) throws MalformedException {
    ObjectNode object = Json.read(json.getBytes(StandardCharsets.UTF_8));
    return JsonFields.of(object);
  }
}
