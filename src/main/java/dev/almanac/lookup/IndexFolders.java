package dev.almanac.lookup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates the folders of a forecast index, private to the process's user. */
final class IndexFolders {
  private IndexFolders() {}

  /**
   * Creates a folder and its parents with access only for the owner; an existing folder is left
   * unchanged.
   */
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
   * Creates a folder whose content is deleted freely, so it must not link elsewhere.
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
