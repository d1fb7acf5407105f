package dev.almanac.files;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Exclusive create on one kind of Hadoop file system. Thread-safe. */
interface HadoopExclusiveCreate {
  /**
   * Creates the file with all its content, or reports that it exists.
   *
   * @throws dev.almanac.core.AlmanacException {@code OUTCOME_UNKNOWN} or {@code STORE_UNSAFE}
   * @throws IOException if there was no effect
   */
  CreateOutcome create(Path target, byte[] content) throws IOException;
}
