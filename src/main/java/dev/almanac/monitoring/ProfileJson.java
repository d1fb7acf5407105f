package dev.almanac.monitoring;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.Profile;
import dev.almanac.core.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reader and writer of {@code profile.json}, schema 1: sorted keys, indented by two spaces, UTF-8,
 * with a final newline, so that a profile has one form. Unknown fields are ignored; missing
 * required fields are an error. Numbers that JSON cannot represent are the texts {@code Infinity},
 * {@code -Infinity} and {@code NaN}. Stateless and thread-safe.
 */
public final class ProfileJson {
  private static final int SCHEMA = 1;
  private static final String NUMERIC = "numeric";
  private static final String CATEGORICAL = "categorical";
  private static final String TEXT = "text";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ProfileJson() {}

  /** Serializes a profile; the same profile gives the same bytes. */
  public static byte[] write(Profile profile) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("trainRows", profile.trainRows());
    json.put("holdoutRows", profile.holdoutRows());
    ArrayNode inputs = json.putArray("inputs");
    profile.inputs().forEach(field -> write(field, inputs.addObject()));
    ArrayNode forecasts = json.putArray("forecasts");
    profile.forecasts().forEach(field -> write(field, forecasts.addObject()));
    try {
      return (MAPPER.writer(printer()).writeValueAsString(json) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  /**
   * Parses a profile.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED if this release cannot read the profile, with the
   *     reason
   */
  public static Profile read(byte[] content) {
    try {
      JsonNode json = MAPPER.readTree(content);
      if (!json.isObject()) {
        throw damaged("it is not a JSON object");
      }
      long schema = integer(json, "schema");
      if (schema != SCHEMA) {
        throw damaged(
            String.format(
                Locale.ROOT,
                "it is of schema %d and this release reads %d; a later release wrote it",
                schema,
                SCHEMA));
      }
      return new Profile(
          integer(json, "trainRows"),
          fields(json, "inputs"),
          integer(json, "holdoutRows"),
          fields(json, "forecasts"));
    } catch (JacksonException e) {
      throw damaged("it is not JSON: " + Text.message(e.getOriginalMessage()));
    } catch (IOException e) {
      throw damaged("it is not JSON: " + Text.message(String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException e) {
      throw damaged(Text.message(String.valueOf(e.getMessage())));
    }
  }

  private static void write(FieldProfile field, ObjectNode json) {
    json.put("name", field.name());
    json.put("rows", field.rows());
    json.put("nulls", field.nulls());
    if (field instanceof FieldProfile.Categorical categorical) {
      json.put("kind", CATEGORICAL);
      ObjectNode levels = json.putObject("levels");
      categorical.levels().forEach(levels::put);
      json.put("otherLevels", categorical.otherLevels());
      json.put("otherRows", categorical.otherRows());
    } else if (field instanceof FieldProfile.Numeric numeric) {
      json.put("kind", NUMERIC);
      numeric.spread().ifPresent(spread -> write(spread, json.putObject("spread")));
    } else if (field instanceof FieldProfile.Text text) {
      json.put("kind", TEXT);
      text.words().ifPresent(words -> write(words, json.putObject("words")));
    }
  }

  private static void write(FieldProfile.Spread spread, ObjectNode json) {
    json.put("min", spread.min());
    json.put("max", spread.max());
    json.put("mean", spread.mean());
    json.put("deviation", spread.deviation());
    ObjectNode quantiles = json.putObject("quantiles");
    spread.quantiles().forEach((share, value) -> quantiles.put(share.toString(), value));
    write(spread.bins(), json.putObject("bins"));
    write(spread.shape(), json.putObject("shape"));
  }

  private static void write(FieldProfile.Bins bins, ObjectNode json) {
    ArrayNode edges = json.putArray("edges");
    bins.edges().forEach(edges::add);
    ArrayNode counts = json.putArray("counts");
    bins.counts().forEach(counts::add);
  }

  private static List<FieldProfile> fields(JsonNode json, String name) {
    List<FieldProfile> fields = new ArrayList<>();
    array(json, name).forEach(field -> fields.add(field(field)));
    return fields;
  }

  private static FieldProfile field(JsonNode json) {
    String name = text(json, "name");
    String kind = text(json, "kind");
    return switch (kind) {
      case NUMERIC ->
          new FieldProfile.Numeric(
              name,
              integer(json, "rows"),
              integer(json, "nulls"),
              json.has("spread") ? Optional.of(spread(needed(json, "spread"))) : Optional.empty());
      case CATEGORICAL -> {
        Map<String, Long> levels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> level : needed(json, "levels").properties()) {
          levels.put(level.getKey(), whole(level.getValue(), "levels"));
        }
        yield new FieldProfile.Categorical(
            name,
            integer(json, "rows"),
            integer(json, "nulls"),
            levels,
            integer(json, "otherLevels"),
            integer(json, "otherRows"));
      }
      case TEXT ->
          new FieldProfile.Text(
              name,
              integer(json, "rows"),
              integer(json, "nulls"),
              json.has("words") ? Optional.of(spread(needed(json, "words"))) : Optional.empty());
      default -> throw wrong("kind", "'numeric', 'categorical' or 'text'");
    };
  }

  private static FieldProfile.Spread spread(JsonNode json) {
    Map<Double, Double> quantiles = new TreeMap<>();
    for (Map.Entry<String, JsonNode> quantile : needed(json, "quantiles").properties()) {
      quantiles.put(Double.valueOf(quantile.getKey()), number(quantile.getValue(), "quantiles"));
    }
    return new FieldProfile.Spread(
        number(needed(json, "min"), "min"),
        number(needed(json, "max"), "max"),
        number(needed(json, "mean"), "mean"),
        number(needed(json, "deviation"), "deviation"),
        quantiles,
        bins(needed(json, "bins")),
        bins(needed(json, "shape")));
  }

  private static FieldProfile.Bins bins(JsonNode json) {
    List<Double> edges = new ArrayList<>();
    array(json, "edges").forEach(edge -> edges.add(number(edge, "edges")));
    List<Long> counts = new ArrayList<>();
    array(json, "counts").forEach(count -> counts.add(whole(count, "counts")));
    return new FieldProfile.Bins(edges, counts);
  }

  private static JsonNode needed(JsonNode json, String name) {
    JsonNode found = json.get(name);
    if (found == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return found;
  }

  private static JsonNode array(JsonNode json, String name) {
    JsonNode found = needed(json, name);
    if (!found.isArray()) {
      throw wrong(name, "a list");
    }
    return found;
  }

  private static String text(JsonNode json, String name) {
    JsonNode found = needed(json, name);
    if (!found.isTextual()) {
      throw wrong(name, "text");
    }
    return found.textValue();
  }

  private static long integer(JsonNode json, String name) {
    return whole(needed(json, name), name);
  }

  private static long whole(JsonNode json, String name) {
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return json.longValue();
  }

  private static double number(JsonNode json, String name) {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    return switch (json.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong(name, "a number");
    };
  }

  private static IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException("'%s' is not %s".formatted(name, expected));
  }

  private static AlmanacException damaged(String why) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "The profile is refused: "
            + why
            + ".\nForecasts do not need it; train the model again to get a new one.");
  }

  private static DefaultPrettyPrinter printer() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    // A list of numbers stays on one line.
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return printer;
  }
}
