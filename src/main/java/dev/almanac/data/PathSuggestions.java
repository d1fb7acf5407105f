package dev.almanac.data;

import dev.almanac.core.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Suggestions for mistyped local paths. */
final class PathSuggestions {
  private static final int LOOKED_AT = 1_000;

  private PathSuggestions() {}

  /** {@code " (did you mean '/data/flights'?)"}; empty if the folder cannot be listed. */
  static String hint(String location) {
    try {
      Path path = Path.of(location.replaceFirst("^file:(//)?", ""));
      Path folder = path.getParent();
      Path name = path.getFileName();
      if (folder == null || name == null || !Files.isDirectory(folder)) {
        return "";
      }
      try (Stream<Path> siblings = Files.list(folder)) {
        List<String> names =
            siblings
                .limit(LOOKED_AT)
                .map(sibling -> String.valueOf(sibling.getFileName()))
                .toList();
        return Text.nearest(name.toString(), names)
            .filter(near -> !near.equals(name.toString()))
            .map(near -> " (did you mean '" + folder.resolve(near) + "'?)")
            .orElse("");
      }
    } catch (IOException | InvalidPathException e) {
      // A suggestion is optional; the message is complete without it.
      return "";
    }
  }
}
