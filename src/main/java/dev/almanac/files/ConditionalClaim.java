package dev.almanac.files;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * For object stores whose put can be made conditional on the name being free: S3A of Hadoop 3.4.2
 * and later. The object appears whole, or not at all, when the stream is closed; an older S3A does
 * not know the option and refuses it, since it is asked for as a must.
 */
final class ConditionalClaim implements HadoopClaim {
  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

  /** The class is not on our class path; S3A brings it. */
  private static final String LOST_RACE = "RemoteFileChangedException";

  private final FileSystem files;
  private final String root;

  ConditionalClaim(FileSystem files, String root) {
    this.files = files;
    this.root = root;
  }

  @Override
  public CreateOutcome create(Path target, byte[] content) throws IOException {
    FSDataOutputStream out;
    try {
      out = builder(target);
    } catch (FileAlreadyExistsException e) {
      return CreateOutcome.EXISTS;
    }
    try (out) {
      send(out, content);
    } catch (FileAlreadyExistsException e) {
      return CreateOutcome.EXISTS;
    } catch (IOException e) {
      if (e.getClass().getSimpleName().equals(LOST_RACE)) {
        return CreateOutcome.EXISTS;
      }
      throw StoreErrors.unknown(target.toString(), e);
    }
    return CreateOutcome.CREATED;
  }

  private FSDataOutputStream builder(Path target) throws IOException {
    try {
      FSDataOutputStreamBuilder<?, ?> builder = files.createFile(target);
      builder.overwrite(false);
      builder.recursive();
      builder.must(IF_ABSENT, true);
      return builder.build();
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw StoreErrors.unsafe(
          root,
          "this version of its Hadoop connector cannot create a file only if it is absent",
          "For S3 put hadoop-aws 3.4.2 or later, with the Hadoop client of the same version, on the class path");
    }
  }

  /** The content goes into a buffer; a close after a failed write would put half a file there. */
  private static void send(FSDataOutputStream out, byte[] content) throws IOException {
    try {
      out.write(content);
    } catch (IOException e) {
      out.abort();
      throw e;
    }
  }
}
