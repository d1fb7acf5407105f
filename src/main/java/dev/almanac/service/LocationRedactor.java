package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes file-system locations from messages sent to clients. Messages are written for operators,
 * who need the folder of a table or a registry; a client knows it by name only. Immutable.
 */
final class LocationRedactor {
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?");
  private static final String ANY_SCHEME = "([A-Za-z][A-Za-z0-9+.-]*:(//[^/\\s]*)?)?";

  private final List<Place> places = new ArrayList<>();

  private record Place(String path, Pattern pattern, String name) {}

  /**
   * @param names names of tables and registry, by absolute path or URI
   */
  LocationRedactor(Map<String, String> names) {
    names.forEach(
        (location, name) -> {
          String path = SCHEME.matcher(location).replaceFirst("").replaceFirst("/+$", "");
          if (!path.isEmpty()) {
            String article = Pattern.quote(name) + " at ";
            places.add(
                new Place(
                    path,
                    Pattern.compile("(" + article + ")?" + ANY_SCHEME + Pattern.quote(path)),
                    name));
          }
        });
    // a table is inside a warehouse: replace the inner path first
    places.sort(Comparator.comparingInt((Place place) -> place.path().length()).reversed());
  }

  /** The response to an error, without locations. */
  ApiException redact(AlmanacException e) {
    ApiException problem = ApiException.of(e);
    String text = problem.describe();
    for (Place place : places) {
      if (text.contains(place.path())) {
        text = place.pattern().matcher(text).replaceAll(Matcher.quoteReplacement(place.name()));
      }
    }
    return new ApiException(problem.status(), problem.code(), text, problem.fields());
  }
}
