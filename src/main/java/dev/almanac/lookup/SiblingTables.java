package dev.almanac.lookup;

import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Lists the Delta tables in a folder, to suggest names in errors. */
final class SiblingTables {
  private static final int LOOKED_AT = 200;

  private SiblingTables() {}

  /** The names of the tables in the folder of a path, sorted; empty if it cannot be listed. */
  static List<String> of(Engine engine, String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    int slash = trimmed.lastIndexOf('/');
    if (slash <= 0) {
      return List.of();
    }
    String folder = trimmed.substring(0, slash);
    List<String> tables = new ArrayList<>();
    FileSystemClient files = engine.getFileSystemClient();
    try {
      // Names at or after the space character: all usual table names.
      for (FileStatus entry : list(files, folder + "/ ")) {
        String name = entry.getPath().substring(entry.getPath().lastIndexOf('/') + 1);
        if (isTable(files, folder + "/" + name)) {
          tables.add(name);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
    return tables.stream().sorted().toList();
  }

  private static boolean isTable(FileSystemClient files, String path) {
    try {
      return list(files, path + "/_delta_log/0").stream()
          .anyMatch(file -> file.getPath().endsWith(".json"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static List<FileStatus> list(FileSystemClient files, String from) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    try (CloseableIterator<FileStatus> entries = files.listFrom(from)) {
      while (entries.hasNext() && found.size() < LOOKED_AT) {
        found.add(entries.next());
      }
    }
    return found;
  }
}
