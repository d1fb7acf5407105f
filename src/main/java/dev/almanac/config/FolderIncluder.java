package dev.almanac.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.Text;
import java.io.File;
import java.net.URL;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Resolves {@code include} of files only, all through one function; rejects URLs and class path
 * resources in every notation. Implements all four interfaces, because for a missing one the
 * library uses its own unrestricted includer.
 */
final class FolderIncluder
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

  private final String shown;
  private final Function<String, Config> files;

  /**
   * Creates an includer for one file.
   *
   * @param shown the including file
   * @param files parses the file of a name, or throws
   */
  FolderIncluder(String shown, Function<String, Config> files) {
    this.shown = shown;
    this.files = files;
  }

  static AlmanacException refused(String shown, String what, String allowed) {
    return ConfigErrors.because(
        "%s includes '%s', which is refused: it may include %s"
            .formatted(shown, Secrets.masked(List.of(), Text.printable(what)), allowed));
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this; // the library's own includer must not replace this one
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return file(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return file(what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused(shown, String.valueOf(what), "no URL, only files");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refused(shown, what, "nothing of the class path, only files");
  }

  private ConfigObject file(String what) {
    if (SCHEME.matcher(what).matches()) {
      throw refused(shown, what, "no URL, only files");
    }
    return files.apply(what).root();
  }
}
