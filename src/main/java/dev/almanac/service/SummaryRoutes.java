package dev.almanac.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Text;
import dev.almanac.lookup.AggregateQuery;
import dev.almanac.lookup.AggregateQueryExecutor;
import dev.almanac.lookup.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Routes for aggregate queries over the forecasts of a run date: rows that meet conditions,
 * aggregated by group, or the largest of them. Queries are structured parameters, never query text.
 * Each reads a whole publication; their {@link Lane} runs one at a time.
 */
final class SummaryRoutes {
  private static final int MOST_CONDITIONS = 20;
  private static final int MOST_MEASURES = 20;
  private static final int MOST_VALUES = 1_000;
  private static final int MOST_ROWS = 1_000;
  private static final int USUAL_ROWS = 100;
  private static final long MOST_BYTES = 256L << 10;

  /** Time limit of a query. */
  static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Map<String, AggregateQuery.Comparison> COMPARISONS =
      Map.of(
          "=", AggregateQuery.Comparison.EQ,
          "!=", AggregateQuery.Comparison.NE,
          "<", AggregateQuery.Comparison.LT,
          "<=", AggregateQuery.Comparison.LE,
          ">", AggregateQuery.Comparison.GT,
          ">=", AggregateQuery.Comparison.GE,
          "in", AggregateQuery.Comparison.IN,
          "null", AggregateQuery.Comparison.IS_NULL,
          "not-null", AggregateQuery.Comparison.NOT_NULL);

  private static final Map<String, AggregateQuery.Kind> KINDS =
      Map.of(
          "rows", AggregateQuery.Kind.ROWS,
          "count", AggregateQuery.Kind.COUNT,
          "sum", AggregateQuery.Kind.SUM,
          "mean", AggregateQuery.Kind.MEAN,
          "min", AggregateQuery.Kind.MIN,
          "max", AggregateQuery.Kind.MAX,
          "quantile", AggregateQuery.Kind.QUANTILE);

  private static final Map<String, AggregateQuery.Order> ORDERS =
      Map.of("largest", AggregateQuery.Order.LARGEST, "smallest", AggregateQuery.Order.SMALLEST);

  private final ServedTables tables;
  private final Map<String, String> locations;

  /**
   * @param locations of the tables
   */
  SummaryRoutes(ServedTables tables, Map<String, String> locations) {
    this.tables = tables;
    this.locations = Map.copyOf(locations);
  }

  List<Route> routes() {
    return List.of(
        Route.post("/v1/forecasts/{table}:summary", "summarizeForecasts", this::summarize)
            .lane(Lane.SUMMARY)
            .summary(
                "The forecasts of a run date as a whole: those that meet conditions, measured by"
                    + " group, or the largest or smallest of them.")
            .body(Schemas.question(COMPARISONS.keySet(), KINDS.keySet(), ORDERS.keySet()))
            .answers(200, "Groups or rows", Schemas.SUMMARY)
            .build());
  }

  private ApiResponse summarize(ApiRequest call) {
    ServedTable table = tables.get(call.segment("table"));
    String location = locations.getOrDefault(table.name(), table.name());
    AggregateQuery question = question(ApiJson.object(call.body(), MOST_BYTES));
    long end = System.nanoTime() + LONGEST.toNanos();
    return ApiResponse.json(
        describe(
            AggregateQueryExecutor.answer(
                location, Map.of(), question, () -> System.nanoTime() < end && !call.isCancelled()),
            question));
  }

  private static Map<String, Object> describe(Summary summary, AggregateQuery question) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tableVersion", summary.tableVersion());
    result.put("runDate", summary.runDate().toString());
    result.put("rowsRead", summary.rowsRead());
    result.put("rowsMet", summary.rowsMet());
    if (question.top().isPresent()) {
      result.put("rows", summary.rows().stream().map(Receipts::plain).toList());
      return result;
    }
    List<Map<String, Object>> groups = new ArrayList<>();
    for (Summary.Group group : summary.groups()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("by", Receipts.plain(group.by()));
      one.put("measures", group.measures());
      groups.add(one);
    }
    result.put("groups", groups);
    result.put("cut", summary.cut());
    return result;
  }

  private static AggregateQuery question(ObjectNode body) {
    refuseOthers(body, Set.of("run_date", "where", "group_by", "measures", "top", "limit"));
    List<AggregateQuery.Condition> where = new ArrayList<>();
    for (ObjectNode node : objects(body, "where", MOST_CONDITIONS)) {
      refuseOthers(node, Set.of("column", "is", "values"));
      where.add(
          new AggregateQuery.Condition(
              text(node, "column"),
              word(node, "is", COMPARISONS),
              texts(node, "values", MOST_VALUES)));
    }
    List<AggregateQuery.Measure> measures = new ArrayList<>();
    for (ObjectNode node : objects(body, "measures", MOST_MEASURES)) {
      refuseOthers(node, Set.of("is", "of", "at"));
      AggregateQuery.Kind kind = word(node, "is", KINDS);
      measures.add(
          new AggregateQuery.Measure(
              kind, kind == AggregateQuery.Kind.ROWS ? "" : text(node, "of"), share(node, kind)));
    }
    Optional<AggregateQuery.Top> top = Optional.empty();
    if (body.has("top")) {
      if (!(body.get("top") instanceof ObjectNode node)) {
        throw ApiException.bad("'top' is no object.");
      }
      refuseOthers(node, Set.of("by", "order"));
      top = Optional.of(new AggregateQuery.Top(text(node, "by"), word(node, "order", ORDERS)));
    }
    List<String> groupBy = texts(body, "group_by", MOST_CONDITIONS);
    if (top.isPresent() ? !measures.isEmpty() || !groupBy.isEmpty() : measures.isEmpty()) {
      throw ApiException.bad("ask for 'measures' (of groups, if you like) or for 'top' rows.");
    }
    return new AggregateQuery(
        Batches.date(body, "run_date"), where, groupBy, measures, top, limit(body));
  }

  private static int limit(ObjectNode body) {
    JsonNode limit = body.get("limit");
    if (limit == null) {
      return USUAL_ROWS;
    }
    if (!limit.isIntegralNumber() || limit.asLong() < 1 || limit.asLong() > MOST_ROWS) {
      throw ApiException.bad(
          String.format(Locale.ROOT, "'limit' is a whole number from 1 to %d.", MOST_ROWS));
    }
    return limit.asInt();
  }

  private static double share(ObjectNode node, AggregateQuery.Kind kind) {
    JsonNode at = node.get("at");
    if (kind != AggregateQuery.Kind.QUANTILE) {
      return 0;
    }
    if (at == null || !at.isNumber() || !(at.asDouble() >= 0 && at.asDouble() <= 1)) {
      throw ApiException.bad("a quantile is 'at' a number from 0 to 1.");
    }
    return at.asDouble();
  }

  private static List<ObjectNode> objects(ObjectNode body, String name, int most) {
    List<ObjectNode> objects = new ArrayList<>();
    if (body.has(name)) {
      for (JsonNode node : Batches.list(body, name, most)) {
        if (!(node instanceof ObjectNode object)) {
          throw ApiException.bad("'%s' is a list of objects.".formatted(name));
        }
        objects.add(object);
      }
    }
    return objects;
  }

  private static List<String> texts(ObjectNode body, String name, int most) {
    List<String> texts = new ArrayList<>();
    if (body.get(name) instanceof ArrayNode list) {
      if (list.size() > most) {
        throw ApiException.bad(
            String.format(Locale.ROOT, "'%s' has more than %d entries.", name, most));
      }
      for (JsonNode node : list) {
        if (!node.isValueNode() || node.isNull()) {
          throw ApiException.bad("'%s' is a list of texts, numbers and booleans.".formatted(name));
        }
        texts.add(node.asText());
      }
    } else if (body.has(name)) {
      throw ApiException.bad("'%s' is no list.".formatted(name));
    }
    return texts;
  }

  private static String text(ObjectNode node, String name) {
    JsonNode text = node.get(name);
    if (text == null || !text.isTextual()) {
      throw ApiException.bad("'%s' is missing or no text.".formatted(name));
    }
    return text.textValue();
  }

  private static <T> T word(ObjectNode node, String name, Map<String, T> words) {
    @Nullable T found = words.get(text(node, name));
    if (found == null) {
      throw ApiException.bad(
          "'%s' is '%s', and can be %s."
              .formatted(
                  name,
                  Text.printable(text(node, name)),
                  String.join(", ", new TreeSet<>(words.keySet()))));
    }
    return found;
  }

  private static void refuseOthers(ObjectNode node, Set<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw ApiException.bad(
                    "'%s' is nothing that is asked for here; known are %s."
                        .formatted(Text.printable(name), String.join(", ", new TreeSet<>(known))));
              }
            });
  }
}
