package dev.almanac.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Recursive listing of a store. */
final class FileTrees {
  /** Prefix of the names of scratch files; they are never listed. */
  static final String SCRATCH = ".almanac-";

  private FileTrees() {}

  /** Whether an entry is a scratch file. */
  static boolean isScratch(FileEntry entry) {
    return isScratch(entry.name());
  }

  /** Whether a name, or the last segment of a path, is that of a scratch file. */
  static boolean isScratch(String name) {
    return name.startsWith(SCRATCH, name.lastIndexOf('/') + 1);
  }

  /**
   * The matching files below a folder, by name relative to it.
   *
   * @param children lists the entries of a folder
   */
  static List<FileEntry> walk(
      Function<String, List<FileEntry>> children, String folder, Predicate<FileEntry> required) {
    List<FileEntry> found = new ArrayList<>();
    collect(children, folder, "", found);
    found.removeIf(required.negate());
    found.sort(Comparator.comparing(FileEntry::name));
    return found;
  }

  private static void collect(
      Function<String, List<FileEntry>> children,
      String folder,
      String prefix,
      List<FileEntry> found) {
    for (FileEntry entry : children.apply(folder)) {
      String name = prefix + entry.name();
      if (entry.isFile()) {
        found.add(new FileEntry(name, entry.kind(), entry.bytes(), entry.modified()));
      } else {
        collect(
            children,
            folder.isEmpty() ? entry.name() : folder + "/" + entry.name(),
            name + "/",
            found);
      }
    }
  }
}
