package dev.almanac.files;

import java.io.IOException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Exclusive create by rename, for file systems with an atomic rename that does not overwrite, such
 * as HDFS: a scratch file is written and then renamed. {@link FileSystem#rename} is not suitable:
 * it replaces a file on some file systems and moves the source into a folder on others.
 */
final class RenameExclusiveCreate implements HadoopExclusiveCreate {
  /** The rename, which is the commit; tests replace it to simulate failures. */
  interface Renamer {
    void rename(Path from, Path to) throws IOException;
  }

  private final FileSystem files;
  private final Renamer renamer;

  RenameExclusiveCreate(FileSystem files, FileContext context) {
    // without an option, rename fails if the target exists
    this(files, (from, to) -> context.rename(from, to));
  }

  RenameExclusiveCreate(FileSystem files, Renamer renamer) {
    this.files = files;
    this.renamer = renamer;
  }

  @Override
  public CreateOutcome create(Path target, byte[] content) throws IOException {
    Path scratch = HadoopDisk.scratch(target);
    try {
      HadoopDisk.write(files, scratch, content);
      return claim(target, scratch);
    } finally {
      HadoopDisk.discard(files, scratch);
    }
  }

  private CreateOutcome claim(Path target, Path scratch) throws IOException {
    try {
      renamer.rename(scratch, target);
      return CreateOutcome.CREATED;
    } catch (IOException e) {
      // an existing target is an exception like any other, and the target may be this call's own
      return settle(target, scratch, e);
    }
  }

  /**
   * Determines the outcome of a failed rename by the scratch file, whose name only this call knows:
   * if it exists nothing was renamed; if it does not, the rename took place.
   */
  private CreateOutcome settle(Path target, Path scratch, IOException failure) throws IOException {
    boolean waiting;
    boolean taken;
    try {
      waiting = files.exists(scratch);
      taken = files.exists(target);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw StoreErrors.unknown(target.toString(), failure);
    }
    if (waiting && taken) {
      return CreateOutcome.EXISTS;
    }
    if (!waiting && taken) {
      return CreateOutcome.CREATED;
    }
    if (waiting) {
      throw failure;
    }
    throw StoreErrors.unknown(target.toString(), failure);
  }
}
