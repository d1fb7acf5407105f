package dev.almanac.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Durable writes to a Hadoop file system. */
final class HadoopDisk {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopDisk.class);

  private HadoopDisk() {}

  /** A new scratch name in a file's folder. */
  static Path scratch(Path sibling) {
    return new Path(sibling.getParent(), FileTrees.SCRATCH + UUID.randomUUID() + ".tmp");
  }

  /** Writes a file that has no other writer; returns after the file system has confirmed it. */
  static void write(FileSystem files, Path file, byte[] content) throws IOException {
    write(files, file, new ByteArrayInputStream(content));
  }

  /** Writes a file as above, from a stream that is read to its end. */
  static void write(FileSystem files, Path file, InputStream content) throws IOException {
    // a failed close is a failed write: some file systems send the content only then
    try (FSDataOutputStream out = files.create(file, true)) {
      content.transferTo(out);
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
  }

  /** Removes a scratch file. A remaining one is harmless, so this does not fail. */
  static void discard(FileSystem files, Path scratch) {
    try {
      if (!files.delete(scratch, false) && files.exists(scratch)) {
        LOG.warn("a scratch file stays behind: file={}", scratch);
      }
    } catch (IOException e) {
      LOG.warn("a scratch file stays behind: file={} reason={}", scratch, e.toString());
    }
  }
}
