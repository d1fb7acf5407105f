package dev.almanac.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads one HOCON file and its includes. By default HOCON opens URLs, any file and class path
 * resources, and allows endless self-inclusion. This reader includes only files of the same folder
 * and its subfolders, within limits of size, depth and number. Single use.
 */
final class HoconReader {
  /** Maximum file size in bytes, about a hundred times the largest reasonable job file. */
  static final int LARGEST_FILE = 1 << 20;

  /** Maximum depth of nested includes. */
  static final int DEEPEST_INCLUDE = 8;

  /** Maximum number of includes of one file, nested ones included. */
  static final int MOST_INCLUDES = 64;

  private final Path folder;
  private final Path shownFolder;
  private final List<Path> open = new ArrayList<>();
  private int included;

  private HoconReader(Path folder, Path shownFolder) {
    this.folder = folder;
    this.shownFolder = shownFolder;
  }

  /**
   * Parses a file without resolving its substitutions.
   *
   * @param shown the file as the user named it, for messages and origins
   */
  static Config read(Path file, Path shown) {
    if (!Files.exists(file)) {
      throw ConfigErrors.missing(shown.toString(), file);
    }
    try {
      Path folder = Optional.ofNullable(file.getParent()).orElse(file).toRealPath();
      Path shownFolder = Optional.ofNullable(shown.getParent()).orElse(Path.of(""));
      return new HoconReader(folder, shownFolder).parse(file, shown.toString());
    } catch (IOException e) {
      throw ConfigErrors.because(shown + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Parse options that reject every include. */
  static ConfigParseOptions options(String shown) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setOriginDescription(shown)
        .setIncluder(
            new FolderIncluder(
                shown,
                what -> {
                  throw FolderIncluder.refused(shown, what, "nothing");
                }));
  }

  private Config parse(Path file, String shown) throws IOException {
    String text = TripleQuotes.flatten(text(file, shown));
    Path around = Optional.ofNullable(file.getParent()).orElse(folder);
    open.add(file.toRealPath());
    try {
      ConfigParseOptions options =
          options(shown)
              .setIncluder(new FolderIncluder(shown, what -> include(around, shown, what)));
      return ConfigErrors.guard(shown, () -> ConfigFactory.parseString(text, options));
    } finally {
      open.remove(open.size() - 1);
    }
  }

  private Config include(Path around, String shown, String what) {
    try {
      Path target = around.resolve(what);
      if (!Files.exists(target)) {
        throw ConfigErrors.because(
            "%s includes '%s': %s"
                .formatted(shown, what, ConfigErrors.missing(what, target).getMessage()));
      }
      Path real = target.toRealPath();
      if (!real.startsWith(folder)) {
        throw FolderIncluder.refused(
            shown, what, "only files of its own folder and the folders below");
      }
      included++;
      if (open.contains(real)) {
        throw FolderIncluder.refused(shown, what, "no file that is including it");
      }
      if (open.size() > DEEPEST_INCLUDE || included > MOST_INCLUDES) {
        throw FolderIncluder.refused(
            shown,
            what,
            String.format(
                Locale.ROOT, "at most %d files, %d in a row", MOST_INCLUDES, DEEPEST_INCLUDE));
      }
      return parse(target, shownFolder.resolve(folder.relativize(real)).toString());
    } catch (IOException | InvalidPathException e) {
      throw ConfigErrors.because("%s includes '%s': %s".formatted(shown, what, e.getMessage()), e);
    }
  }

  private static String text(Path file, String shown) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw ConfigErrors.because(shown + ": is not a file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST_FILE + 1);
    }
    if (bytes.length > LARGEST_FILE) {
      throw ConfigErrors.because(
          String.format(
              Locale.ROOT,
              "%s: has more than %d bytes; a configuration file is a page, not a table",
              shown,
              LARGEST_FILE));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ConfigErrors.because(shown + ": is not UTF-8 text", e);
    }
  }
}
