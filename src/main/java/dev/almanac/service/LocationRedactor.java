package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells errors without where things stand. Messages are written for those who run the program, who
 * need the folder of a table or a registry; a client knows them by name, and where they stand is
 * nobody's business. Immutable.
 */
final class LocationRedactor {
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?");
  private static final String ANY_SCHEME = "([A-Za-z][A-Za-z0-9+.-]*:(//[^/\\s]*)?)?";

  private final List<Place> places = new ArrayList<>();

  private record Place(String path, Pattern pattern, String name) {}

  /**
   * @param names of what stands there, by absolute path or URI
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
    // a table stands in a warehouse: what is within goes first
    places.sort(Comparator.comparingInt((Place place) -> place.path().length()).reversed());
  }

  /** What the client is told of an error. */
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
