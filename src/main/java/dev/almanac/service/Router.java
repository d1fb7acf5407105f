package dev.almanac.service;

import dev.almanac.core.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Selects the route of a request. Immutable. */
final class Router {
  private final List<Bound> routes;

  /**
   * @param fixed number of literal characters of its path
   */
  private record Bound(Route route, RoutePattern pattern, int fixed) {
    Bound(Route route, RoutePattern pattern) {
      this(route, pattern, pattern.fixed());
    }
  }

  /**
   * @param routes of several that match, the one with the most literal characters is selected
   */
  Router(List<Route> routes) {
    this.routes =
        routes.stream().map(route -> new Bound(route, new RoutePattern(route.path()))).toList();
  }

  /** All routes, in their order. */
  List<Route> routes() {
    return routes.stream().map(Bound::route).toList();
  }

  /**
   * A route and its path parameters.
   *
   * @param path the parameter values, not decoded
   */
  record Found(Route route, Map<String, String> path) {}

  /**
   * Selects a route.
   *
   * @param path not decoded, without the query
   * @throws ApiException 404 if no route matches the path, 405 if only the method does not match
   */
  Found find(String method, String path) {
    if (!path.startsWith("/")) {
      throw ApiException.bad("the address has no path.");
    }
    String[] segments = path.substring(1).split("/", -1);
    Found found = null;
    Set<String> others = new TreeSet<>();
    int closest = 0;
    for (Bound bound : routes) {
      Map<String, String> values = bound.pattern().match(segments).orElse(null);
      if (values == null || bound.fixed() < closest) {
        continue;
      }
      if (bound.fixed() > closest) {
        // "rain:batch" is the verb at "rain", not a table of that name, for any method
        closest = bound.fixed();
        found = null;
        others.clear();
      }
      if (!bound.route().method().equals(method)) {
        others.add(bound.route().method());
      } else if (found == null) {
        found = new Found(bound.route(), values);
      }
    }
    if (found != null) {
      return found;
    }
    if (others.isEmpty()) {
      throw new ApiException(
          404,
          "NO_SUCH_ADDRESS",
          "there is nothing at %s; /v1/openapi.json lists what there is."
              .formatted(Text.printable(path)));
    }
    throw ApiException.otherMethod(
        "%s takes %s, not %s."
            .formatted(Text.printable(path), String.join(", ", others), Text.printable(method)),
        List.copyOf(others));
  }

  /**
   * The query parameters of a request, each name once.
   *
   * @throws ApiException 400 if a name is repeated, or the route does not allow it
   */
  static Map<String, String> query(Route route, Map<String, List<String>> given) {
    Map<String, String> query = new LinkedHashMap<>();
    List<String> known = route.query().stream().map(Route.Parameter::name).toList();
    given.forEach(
        (name, values) -> {
          if (values.size() != 1) {
            throw ApiException.bad("'%s' is given twice.".formatted(Text.printable(name)));
          }
          if (route.otherQuery() == Route.OtherQuery.REFUSED && !known.contains(name)) {
            throw ApiException.bad(
                "'%s' is no parameter of this address; %s."
                    .formatted(
                        Text.printable(name),
                        known.isEmpty() ? "it has none" : "it has " + String.join(", ", known)));
          }
          query.put(name, values.get(0));
        });
    return query;
  }
}
