package dev.almanac.files;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** How one file system of Hadoop's creates a file exclusively. May be used by many threads. */
interface HadoopExclusiveCreate {
  /**
   * Creates the file whole, or says that the name is taken.
   *
   * @throws dev.almanac.core.AlmanacException {@code OUTCOME_UNKNOWN} or {@code STORE_UNSAFE}
   * @throws IOException if nothing happened
   */
  CreateOutcome create(Path target, byte[] content) throws IOException;
}
