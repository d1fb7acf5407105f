package dev.almanac.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Walking a store folder by folder. */
final class FileTrees {
  private FileTrees() {}

  /** All files below a folder, by name relative to it. */
  static List<FileEntry> walk(FileStore store, String folder) {
    List<FileEntry> found = new ArrayList<>();
    collect(store, folder, "", found);
    found.sort(Comparator.comparing(FileEntry::name));
    return found;
  }

  private static void collect(
      FileStore store, String folder, String prefix, List<FileEntry> found) {
    for (FileEntry entry : store.list(folder)) {
      String name = prefix + entry.name();
      if (entry.isFile()) {
        found.add(new FileEntry(name, entry.kind(), entry.bytes(), entry.modified()));
      } else {
        collect(
            store,
            folder.isEmpty() ? entry.name() : folder + "/" + entry.name(),
            name + "/",
            found);
      }
    }
  }
}
