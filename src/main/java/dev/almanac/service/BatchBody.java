package dev.almanac.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.almanac.core.Text;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Body of a batch lookup, read as a stream. Only the positions of records are kept: their model,
 * and whether they are needed, is known later.
 */
final class BatchBody {
  static final String RUN_DATE = "run_date";
  static final String AS_OF = "as_of";
  private static final String KEYS = "keys";
  private static final String RECORDS = "records";

  /** More columns than any table's key has. */
  private static final int MOST_COLUMNS = 100;

  private final Body body;
  private final List<Map<String, String>> keys = new ArrayList<>();
  private final List<@Nullable Slice> records = new ArrayList<>();
  private Optional<LocalDate> runDate = Optional.empty();
  private Optional<LocalDate> asOf = Optional.empty();

  /** Position of a record in the body. */
  record Slice(long from, long to) {}

  private BatchBody(Body body) {
    this.body = body;
  }

  /**
   * Reads a body.
   *
   * @throws ApiException 400 if it is invalid, 413 if it has more keys than the limit
   */
  static BatchBody read(Body body, int most) {
    BatchBody batch =
        ApiJson.read(
            body,
            parser -> {
              BatchBody read = new BatchBody(body);
              while (parser.nextToken() != JsonToken.END_OBJECT) {
                read.field(parser.currentName(), parser, most);
              }
              return read;
            });
    if (batch.keys.isEmpty()) {
      throw Batches.noList(KEYS);
    }
    if (!batch.records.isEmpty() && batch.records.size() != batch.keys.size()) {
      throw ApiException.bad(
          "the numbers of keys (%s) and records (%s) differ; give one record a key, or null."
              .formatted(Text.grouped(batch.keys.size()), Text.grouped(batch.records.size())));
    }
    return batch;
  }

  private void field(String name, JsonParser parser, int most) throws IOException {
    parser.nextToken();
    switch (name) {
      case KEYS -> Batches.list(parser, KEYS, most, entry -> keys.add(key(entry)));
      case RECORDS -> Batches.list(parser, RECORDS, most, entry -> records.add(slice(entry)));
      case RUN_DATE -> runDate = date(name, parser);
      case AS_OF -> asOf = date(name, parser);
      default ->
          throw ApiException.bad(
              "the body has no field '%s'; known are %s."
                  .formatted(
                      Text.printable(name), String.join(", ", AS_OF, KEYS, RECORDS, RUN_DATE)));
    }
  }

  private static Optional<LocalDate> date(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw ApiException.bad("'%s' is no text.".formatted(name));
    }
    return Optional.of(ApiRequest.date(name, parser.getText()));
  }

  /** A key: an object of texts, numbers and booleans. */
  private static Map<String, String> key(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw ApiException.bad("a key is an object, such as {\"flight_id\": 2500123}.");
    }
    Map<String, String> key = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String column = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!value.isScalarValue() || value == JsonToken.VALUE_NULL) {
        throw ApiException.bad(
            "the key column '%s' is no text, number or boolean.".formatted(Text.printable(column)));
      }
      if (key.size() == MOST_COLUMNS) {
        throw ApiException.bad(
            String.format(Locale.ROOT, "a key has more than %d columns.", MOST_COLUMNS));
      }
      key.put(column, value.isNumeric() ? parser.getNumberValue().toString() : parser.getText());
    }
    return key;
  }

  private static @Nullable Slice slice(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    long from = parser.currentTokenLocation().getByteOffset();
    // A number or text is read to its end only on access.
    if (parser.currentToken().isScalarValue()) {
      parser.getText();
    }
    parser.skipChildren();
    return new Slice(from, parser.currentLocation().getByteOffset());
  }

  List<Map<String, String>> keys() {
    return keys;
  }

  /** The position of the record of a key by its index, if the request has records. */
  @Nullable Slice record(int place) {
    return records.isEmpty() ? null : records.get(place);
  }

  /**
   * Reads a record for a model.
   *
   * @throws ApiException 422 if the limit of problems is reached
   */
  void read(Slice record, Records.Reading reading) {
    ApiJson.read(
        body,
        record.from(),
        record.to(),
        parser -> {
          reading.read(parser);
          return reading;
        });
  }

  Optional<LocalDate> runDate() {
    return runDate;
  }

  Optional<LocalDate> asOf() {
    return asOf;
  }
}
