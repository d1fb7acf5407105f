package dev.almanac.files;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Create for a store without exclusive create, if the operator guarantees a single writer: it
 * checks for an existing file before each create, so that older files are not overwritten.
 */
final class SingleWriterCreate implements HadoopExclusiveCreate {
  private final FileSystem files;

  SingleWriterCreate(FileSystem files) {
    this.files = files;
  }

  @Override
  public CreateOutcome create(Path target, byte[] content) throws IOException {
    if (files.exists(target)) {
      return CreateOutcome.EXISTS;
    }
    Path scratch = HadoopDisk.scratch(target);
    try {
      HadoopDisk.write(files, scratch, content);
      rename(scratch, target);
      return CreateOutcome.CREATED;
    } finally {
      HadoopDisk.discard(files, scratch);
    }
  }

  private void rename(Path scratch, Path target) {
    try {
      if (!files.rename(scratch, target)) {
        throw new IOException("rename answered no");
      }
    } catch (IOException e) {
      throw StoreErrors.unknown(target.toString(), e);
    }
  }
}
