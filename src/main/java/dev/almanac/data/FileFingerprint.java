package dev.almanac.data;

import dev.almanac.core.Digests;
import dev.almanac.core.spec.SourceSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Fingerprint of a folder's files, computed without reading them. */
final class FileFingerprint {
  private FileFingerprint() {}

  /**
   * SHA-256 of the relative name, length and modification time of each file; empty for a source
   * without files. Names are relative to the source's location, so that a copy at another location
   * differs only by its times.
   */
  static String of(Optional<ListedFiles> listed, SourceSpec source, String location) {
    if (listed.isEmpty() || listed.get().files().isEmpty()) {
      return "";
    }
    List<String> lines =
        listed.get().files().stream()
            .map(
                file ->
                    String.format(
                        Locale.ROOT,
                        "%s|%d|%d",
                        below(location, file.path()),
                        file.length(),
                        TimeUnit.MILLISECONDS.toMicros(file.modified())))
            .sorted()
            .toList();
    return Digests.sha256(source.format() + "\n" + String.join("\n", lines));
  }

  private static String below(String location, String path) {
    int at = location.isEmpty() ? -1 : path.indexOf(location);
    return at < 0 ? path : path.substring(at + location.length());
  }
}
