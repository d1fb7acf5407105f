package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.rocksdb.NativeLibraryLoader;

/**
 * Where native libraries of the process are unpacked. By default each unpacks a file of its own
 * into the temporary folder and removes it at an orderly end; a killed process leaves megabytes
 * there.
 */
public final class NativeLibraries {
  private static final String FOLDER = "_native";

  /** System properties by which the compression libraries of Parquet name their folder. */
  private static final String[] PROPERTIES = {"ZstdTempFolder", "org.xerial.snappy.tempdir"};

  private NativeLibraries() {}

  /**
   * Unpacks native libraries of this process below a folder, where what an earlier process left is
   * removed first. Libraries that are loaded already stay where they are. To be called before an
   * index is opened. A folder that the environment names for a library wins.
   *
   * @param folder of this process alone; made if it is absent
   * @throws AlmanacException STORE_UNAVAILABLE if the folder cannot be used
   */
  public static void unpackBelow(Path folder) {
    Path place = folder.resolve(FOLDER);
    try {
      IndexFolders.makeOwn(place);
      if (Files.getFileStore(place).supportsFileAttributeView("posix")) {
        // What is unpacked here is run as code.
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
