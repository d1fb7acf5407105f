package dev.almanac.files;

import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/** Opens the store that fits a location. */
public final class FileStores {
  private FileStores() {}

  /**
   * The store for a folder.
   *
   * @param root an absolute path or a {@code file:} location, served by the JDK alone; or a
   *     location of any scheme that Hadoop is configured for
   * @param policy what the operator says about who writes
   * @param hadoop asked only if the location needs Hadoop
   * @throws dev.almanac.core.AlmanacException {@code STORE_UNAVAILABLE} if the file system cannot
   *     be reached or is not on the class path
   */
  public static FileStore open(String root, WriterPolicy policy, Supplier<Configuration> hadoop) {
    return java.util.Optional.<FileStore>empty()
        .orElseThrow(() -> new UnsupportedOperationException(root + policy + hadoop));
  }
}
