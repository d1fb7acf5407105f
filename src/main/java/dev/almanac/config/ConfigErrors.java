package dev.almanac.config;

import com.typesafe.config.ConfigException;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Errors for files that are missing or are not valid HOCON. */
final class ConfigErrors {
  private static final int NAMES_SHOWN = 8;

  private ConfigErrors() {}

  static AlmanacException because(String what) {
    return new AlmanacException(ErrorCode.CONFIG_UNREADABLE, what);
  }

  static AlmanacException because(String what, Throwable cause) {
    return new AlmanacException(ErrorCode.CONFIG_UNREADABLE, what, cause);
  }

  static AlmanacException tooDeep(String shown) {
    return because(shown + ": blocks are nested too deeply to be read");
  }

  /** The error for a missing file; it suggests similar names from the same folder. */
  static AlmanacException missing(String shown, Path file) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(file);
    String name = String.valueOf(file.getFileName());
    List<String> names = names(folder);
    String hint =
        Text.nearest(name, names)
            .map(near -> "did you mean '" + near + "'?")
            .orElseGet(() -> whatIsThere(folder, names));
    return because("%s: there is no such file; %s".formatted(shown, hint));
  }

  private static String whatIsThere(Path folder, List<String> names) {
    if (!Files.isDirectory(folder)) {
      return "nor is there a folder " + Text.printable(folder.toString());
    }
    List<String> shown =
        names.stream().filter(n -> n.endsWith(".conf")).limit(NAMES_SHOWN).toList();
    return shown.isEmpty()
        ? "its folder has no .conf file"
        : "its folder has " + String.join(", ", shown);
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> Text.printable(String.valueOf(file.getFileName())))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // only the hint is lost
    }
  }

  /**
   * Runs HOCON library code and converts its errors. Deep nesting causes a StackOverflowError in
   * the library; it is caught because the input causes it and no partial state remains.
   */
  static <T> T guard(String shown, Supplier<T> work) {
    return guard(shown, work, Optional::empty);
  }

  /**
   * Like {@link #guard(String, Supplier)}, with a location for the rejected setting.
   *
   * @param said finds the location of the rejected setting
   */
  static <T> T guard(String shown, Supplier<T> work, Supplier<Optional<String>> said) {
    try {
      return work.get();
    } catch (ConfigException e) {
      throw HoconErrors.of(e, shown, said);
    } catch (StackOverflowError e) {
      throw tooDeep(shown);
    }
  }
}
