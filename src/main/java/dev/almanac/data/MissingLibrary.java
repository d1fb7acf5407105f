package dev.almanac.data;

import dev.almanac.core.Text;
import java.util.Locale;
import java.util.Optional;

/** Detects that a source's library is not on the class path. */
final class MissingLibrary {
  private static final String HOW =
      "Add its jar: scripts/almanac --jars a.jar,b.jar COMMAND, or --jars of spark-submit, which"
          + " also has --packages.";

  private MissingLibrary() {}

  /**
   * The missing library and how to add it, in two lines; empty if the error has another cause.
   *
   * @param format the source's format
   */
  static Optional<String> of(String format, Throwable failure) {
    SparkError error = SparkError.of(failure);
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    if (format.toLowerCase(Locale.ROOT).equals("jdbc")) {
      if (root instanceof ClassNotFoundException) {
        return Optional.of(
            "JDBC driver class %s is not on the class path.%n%s"
                .formatted(Text.printable(message), HOW));
      }
      if (message.startsWith("No suitable driver")) {
        return Optional.of(
            "no JDBC driver on the class path accepts its url.%n%s Then name the class in options { driver = … }."
                .formatted(HOW));
      }
    }
    boolean unknownFormat =
        error.condition().equals("DATA_SOURCE_NOT_FOUND")
            || message.contains("Failed to find data source");
    if (unknownFormat || root instanceof ClassNotFoundException) {
      return Optional.of(
          "no library on the class path reads the format '%s'.%nCorrect the format if it is mistyped. %s"
              .formatted(Text.printable(format), HOW));
    }
    return Optional.empty();
  }
}
