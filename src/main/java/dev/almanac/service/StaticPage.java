package dev.almanac.service;

import dev.almanac.core.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Files of the web page. They are resources in the folder {@code page} next to this class, listed
 * in its {@code files.txt}, one name per line; only listed files are served. All are read once.
 * Immutable.
 */
final class StaticPage {
  private static final String FOLDER = "page/";
  private static final String LIST = "files.txt";

  /** The media types of its files, by file extension. */
  static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "txt", "text/plain; charset=utf-8");

  private final Map<String, ApiResponse> files = new HashMap<>();

  private StaticPage() {}

  /** Reads all files. */
  static StaticPage load() {
    StaticPage page = new StaticPage();
    for (String line : new String(resource(LIST), StandardCharsets.UTF_8).lines().toList()) {
      String name = line.strip();
      if (!name.isEmpty()) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        String type = TYPES.get(ending);
        if (type == null) {
          throw new IllegalStateException("nobody knows the media type of " + name);
        }
        page.files.put(name, new ApiResponse(200, type, resource(name)));
      }
    }
    return page;
  }

  private static byte[] resource(String name) {
    try (InputStream in = StaticPage.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the page has no file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file.
   *
   * @throws ApiException 404 if the page has no file of this name
   */
  ApiResponse file(String name) {
    ApiResponse file = files.get(name);
    if (file == null) {
      throw new ApiException(
          404, "NO_SUCH_ADDRESS", "the page has no file '%s'.".formatted(Text.printable(name)));
    }
    return file;
  }
}
