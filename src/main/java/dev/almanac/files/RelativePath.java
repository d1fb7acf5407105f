package dev.almanac.files;

import dev.almanac.core.Text;
import java.util.regex.Pattern;

/**
 * Validation of paths inside a store. It is an allow list of characters for each segment, which
 * excludes parent references, schemes, escapes, drive letters and control characters. Stores check
 * again that a resolved path is inside the root.
 */
public final class RelativePath {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._=+@~,-]{1,255}");
  private static final int LONGEST = 1024;

  private RelativePath() {}

  /**
   * Checks a path such as {@code churn/ledger/1.json}.
   *
   * @return the same path
   * @throws IllegalArgumentException if it is invalid, with the rule in the message
   */
  public static String check(String path) {
    if (path.length() > LONGEST) {
      throw refused(path);
    }
    for (String segment : path.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()
          || segment.equals(".")
          || segment.contains("..")
          || segment.endsWith(".")) {
        throw refused(path);
      }
    }
    return path;
  }

  private static IllegalArgumentException refused(String path) {
    return new IllegalArgumentException(
        "'%s' is not a path inside the store: use names of A-Z a-z 0-9 . _ = + @ ~ , - with '/' between them, without '..' or a dot at the end"
            .formatted(Text.printable(path)));
  }
}
