package dev.almanac.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Text;
import dev.almanac.registry.VersionArtifacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A typical record, as an example for a prediction request: for each input the median or the most
 * frequent level of the training rows, from the version's profile.
 */
final class TypicalRow {
  private static final Logger LOG = LoggerFactory.getLogger(TypicalRow.class);
  private static final String PROFILE = "profile.json";

  /** About 3,000 inputs. A longer profile is not read, and the record is empty. */
  private static final long LONGEST_PROFILE = 32L << 20;

  private TypicalRow() {}

  /** Empty if the version has no readable profile: nothing else needs it here. */
  static Map<String, Object> of(VersionArtifacts artifacts) {
    boolean isThere =
        artifacts.files().stream()
            .anyMatch(file -> file.name().equals(PROFILE) && file.bytes() <= LONGEST_PROFILE);
    if (!isThere) {
      return Map.of();
    }
    try {
      return of(
          ApiJson.tree(artifacts.read(PROFILE, LONGEST_PROFILE)),
          artifacts.version().manifest().facts().signature().inputs());
    } catch (AlmanacException | IllegalStateException e) {
      LOG.warn(
          "{} has no typical row: {}",
          artifacts.version().version(),
          Text.message(String.valueOf(e.getMessage())));
      return Map.of();
    }
  }

  /** The record of a profile; inputs that are not in it, or are mostly missing, are omitted. */
  static Map<String, Object> of(JsonNode profile, List<Field> inputs) {
    Map<String, JsonNode> known = new LinkedHashMap<>();
    profile.path("inputs").forEach(input -> known.put(input.path("name").asText(), input));
    Map<String, Object> row = new LinkedHashMap<>();
    for (Field input : inputs) {
      JsonNode seen = known.get(input.name());
      if (seen != null && seen.path("nulls").asLong() <= seen.path("rows").asLong() / 2) {
        value(seen, input.type()).ifPresent(value -> row.put(input.name(), value));
      }
    }
    return row;
  }

  private static Optional<Object> value(JsonNode seen, FieldType type) {
    JsonNode median = seen.at("/spread/quantiles/0.5");
    if (median.isNumber()) {
      double number = median.doubleValue();
      return Optional.of(number == (long) number ? (Object) (long) number : (Object) number);
    }
    return seen.path("levels").properties().stream()
        .max(Map.Entry.comparingByValue((a, b) -> Long.compare(a.asLong(), b.asLong())))
        .map(level -> type == FieldType.BOOLEAN ? Boolean.valueOf(level.getKey()) : level.getKey());
  }
}
