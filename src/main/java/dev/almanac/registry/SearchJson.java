package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Metric;
import dev.almanac.core.SearchResult;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** JSON form of a hyperparameter search: the optional part {@code search} of a manifest. */
final class SearchJson {
  private static final String MEAN = "mean";
  private static final String DEVIATION = "deviation";

  private SearchJson() {}

  static ObjectNode write(SearchResult search) {
    ObjectNode json = Json.object();
    json.put("metric", search.metric().word());
    json.put("folds", search.folds());
    json.put("chosen", search.chosen());
    json.put("left", search.left());
    ArrayNode tries = json.putArray("tries");
    for (SearchResult.Try tried : search.tries()) {
      ObjectNode entry = tries.addObject();
      ArrayNode params = entry.putArray("params");
      tried
          .params()
          .forEach((name, value) -> params.addObject().put("name", name).put("value", value));
      tried.mean().ifPresent(mean -> entry.put(MEAN, mean));
      tried.deviation().ifPresent(deviation -> entry.put(DEVIATION, deviation));
      entry.put("seconds", tried.seconds());
      entry.put("failure", tried.failure());
    }
    return json;
  }

  static SearchResult read(JsonFields json) throws MalformedException {
    return new SearchResult(
        json.word("metric", Metric.values(), Metric::word),
        json.text("folds"),
        json.objects("tries", SearchJson::tried),
        json.smallInteger("chosen"),
        json.smallInteger("left"));
  }

  private static SearchResult.Try tried(JsonFields json) throws MalformedException {
    Map<String, String> params = new TreeMap<>();
    for (Param param : json.objects("params", SearchJson::param)) {
      params.put(param.name(), param.value());
    }
    return new SearchResult.Try(
        params,
        number(json, MEAN),
        number(json, DEVIATION),
        json.number("seconds"),
        json.text("failure"));
  }

  private record Param(String name, String value) {}

  private static Param param(JsonFields json) throws MalformedException {
    return new Param(json.text("name"), json.text("value"));
  }

  private static OptionalDouble number(JsonFields json, String name) throws MalformedException {
    return json.has(name) ? OptionalDouble.of(json.number(name)) : OptionalDouble.empty();
  }
}
