package dev.almanac.lookup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The folders of a copy, whose content nobody but the process that keeps it has to see. */
final class IndexFolders {
  private IndexFolders() {}

  /** Makes a folder, and those above it, that only its owner may use; one that is there stays. */
  static void make(Path folder) throws IOException {
    boolean isPosix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(
        folder,
        isPosix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0]);
  }

  /**
   * Makes a folder whose content is removed at will, which must not be what is somewhere else.
   *
   * @throws FileSystemException if it is a symbolic link
   */
  static void makeOwn(Path folder) throws IOException {
    make(folder);
    if (Files.isSymbolicLink(folder)) {
      throw new FileSystemException(folder.toString(), null, "it is a symbolic link; remove it");
    }
  }
}
