package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.rocksdb.NativeLibraryLoader;

/**
 * Sets the folder in which native libraries are unpacked. By default each library unpacks a file
 * into the temporary folder and deletes it at an orderly exit; a killed process leaves megabytes
 * there.
 */
public final class NativeLibraries {
  private static final String FOLDER = "_native";

  /** System properties that name the folder for Parquet's compression libraries. */
  private static final String[] PROPERTIES = {"ZstdTempFolder", "org.xerial.snappy.tempdir"};

  private NativeLibraries() {}

  /**
   * Unpacks native libraries of this process below a folder, whose files of earlier processes are
   * deleted first. Libraries that are loaded already are not affected. To be called before an index
   * is opened. A folder that the environment sets for a library takes precedence.
   *
   * @param folder of this process alone; created if it does not exist
   * @throws AlmanacException STORE_UNAVAILABLE if the folder cannot be used
   */
  public static void unpackBelow(Path folder) {
    Path place = folder.resolve(FOLDER);
    try {
      IndexFolders.makeOwn(place);
      if (Files.getFileStore(place).supportsFileAttributeView("posix")) {
        // Unpacked files are executed as code.
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
      }
      try (DirectoryStream<Path> left = Files.newDirectoryStream(place)) {
        for (Path file : left) {
          Files.delete(file);
        }
      }
      for (String property : PROPERTIES) {
        if (System.getProperty(property) == null) {
          System.setProperty(property, place.toString());
        }
      }
      if (System.getenv("ROCKSDB_SHAREDLIB_DIR") == null) {
        NativeLibraryLoader.getInstance().loadLibrary(place.toString());
      }
    } catch (IOException e) {
      throw SstStore.failed(folder, "cannot hold native libraries", e);
    }
  }
}
