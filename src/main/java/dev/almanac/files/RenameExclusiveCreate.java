package dev.almanac.files;

import java.io.IOException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * For file systems with an atomic rename that does not overwrite, such as HDFS: a scratch file is
 * written whole and then renamed. {@link FileSystem#rename} must not be used for this: it replaces
 * a file on some file systems and puts it inside a folder on others.
 */
final class RenameExclusiveCreate implements HadoopExclusiveCreate {
  /** The one step that decides; tests put failures here. */
  interface Renamer {
    void rename(Path from, Path to) throws IOException;
  }

  private final FileSystem files;
  private final Renamer renamer;

  RenameExclusiveCreate(FileSystem files, FileContext context) {
    // no option means: fail if the target exists
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
      // that the name is taken is an error like the others, and may be of our own making
      return settle(target, scratch, e);
    }
  }

  /**
   * The scratch file's name is known to this call alone: while it stands nothing was renamed, and
   * once it is gone the rename took place, whatever the answer said.
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
