package dev.almanac.data;

import dev.almanac.core.Digests;
import dev.almanac.core.spec.SourceSpec;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tells one state of a folder of files from another, without reading them. */
final class FileFingerprint {
  private FileFingerprint() {}

  /**
   * SHA-256 over the name, length and time of each file the rows come from; empty for a source that
   * has no files. Names are taken below the source's location, so that a copy elsewhere differs
   * only by its times.
   */
  static String of(SparkSession session, Dataset<Row> rows, SourceSpec source, String location) {
    String[] files = rows.inputFiles();
    if (files.length == 0) {
      return "";
    }
    // This format yields a file's status without opening it, as long as its content is not asked.
    List<String> lines =
        session
            .read()
            .format("binaryFile")
            // A file's name may hold * or {: it is a name here, not a pattern.
            .option("__globPaths__", "false")
            .load(Arrays.stream(files).map(FileFingerprint::decoded).toArray(String[]::new))
            .selectExpr("path", "length", "unix_micros(modificationTime)")
            .collectAsList()
            .stream()
            .map(file -> below(location, file.getString(0)) + "|" + file.get(1) + "|" + file.get(2))
            .sorted()
            .toList();
    return Digests.sha256(source.format() + "\n" + String.join("\n", lines));
  }

  private static String below(String location, String path) {
    int at = location.isEmpty() ? -1 : path.indexOf(location);
    return at < 0 ? path : path.substring(at + location.length());
  }

  /** Spark tells files as URIs, with spaces and the like escaped, but opens them by their name. */
  private static String decoded(String uri) {
    URI parsed = URI.create(uri);
    String authority = parsed.getAuthority() == null ? "" : "//" + parsed.getAuthority();
    return parsed.getScheme() == null
        ? parsed.getPath()
        : parsed.getScheme() + ":" + authority + parsed.getPath();
  }
}
