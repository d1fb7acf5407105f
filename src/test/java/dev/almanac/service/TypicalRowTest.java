package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypicalRowTest {
  private static final List<Field> INPUTS =
      List.of(
          field("km", FieldType.DOUBLE),
          field("stops", FieldType.INTEGER),
          field("late", FieldType.BOOLEAN),
          field("city", FieldType.STRING));

  @Test
  void hasMediansAndMostFrequentLevelsInTheTypesOfTheInputs() {
    assertThat(
            row(
                """
                {"inputs": [
                  {"name": "city", "rows": 10, "nulls": 5, "levels": {"Oslo": 2, "Lima": 3}},
                  {"name": "km", "rows": 10, "nulls": 0, "spread": {"quantiles": {"0.5": 1.5}}},
                  {"name": "stops", "rows": 10, "nulls": 0, "spread": {"quantiles": {"0.5": 2.0}}},
                  {"name": "late", "rows": 10, "nulls": 0, "levels": {"true": 1, "false": 9}}]}
                """))
        .isEqualTo(Map.of("km", 1.5, "stops", 2L, "late", false, "city", "Lima"));
  }

  @Test
  void leavesOutInputsThatMostlyHaveNoValue() {
    assertThat(
            row(
                """
                {"inputs": [
                  {"name": "city", "rows": 10, "nulls": 6, "levels": {"Oslo": 4}},
                  {"name": "km", "rows": 10, "nulls": 10}]}
                """))
        .isEmpty();
  }

  @Test
  void takesNothingFromWhatIsNoProfile() {
    for (String odd :
        List.of(
            "[]",
            "3",
            "{}",
            "{\"inputs\": 3}",
            "{\"inputs\": [3, {\"name\": \"km\", \"levels\": []}]}",
            "{\"inputs\": [{\"name\": \"km\", \"spread\": {\"quantiles\": {\"0.5\":"
                + " \"NaN\"}}}]}")) {
      assertThat(row(odd)).isEmpty();
    }
  }

  private static Map<String, Object> row(String profile) {
    return TypicalRow.of(ApiJson.tree(profile.getBytes(StandardCharsets.UTF_8)), INPUTS);
  }

  private static Field field(String name, FieldType type) {
    return new Field(
        name,
        type,
        type == FieldType.DOUBLE ? Field.Kind.NUMERIC : Field.Kind.CATEGORICAL,
        MissingPolicy.REJECT,
        UnseenPolicy.REJECT,
        List.of());
  }
}
