package dev.almanac.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Exclusive create by a conditional put, for object stores that support it: S3A of Hadoop 3.4.2 and
 * later. The object appears whole, or not at all, when the stream is closed. The option is
 * mandatory, so an older S3A, which does not know it, refuses it.
 *
 * <p>Every object carries a mark of the call that created it. A client that repeats a request whose
 * response was lost gets the error that the object exists, although it is its own; the mark
 * distinguishes this case.
 */
final class ConditionalExclusiveCreate implements HadoopExclusiveCreate {
  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

  private static final String MARK = "almanac-claim";
  private static final String WRITE_MARK = "fs.s3a.create.header." + MARK;
  private static final String READ_MARK = "header." + MARK;

  /**
   * S3A's exception for a server without conditional put, by name: its classes are not on the class
   * path.
   */
  private static final String UNSUPPORTED = "AWSUnsupportedFeatureException";

  /** S3A's exceptions for a request that the server or S3A rejected. */
  private static final Set<String> TURNED_DOWN =
      Set.of("AWSBadRequestException", "UnknownStoreException", UNSUPPORTED);

  /**
   * The server's error code for a put that is concurrent with a removal of the same name; the put
   * is retried.
   */
  private static final String CONFLICT = "ConditionalRequestConflict";

  private final FileSystem files;
  private final Path root;
  private volatile boolean proven;

  ConditionalExclusiveCreate(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  @Override
  public CreateOutcome create(Path target, byte[] content) throws IOException {
    if (!proven) {
      prove();
      proven = true;
    }
    return put(target, content);
  }

  /**
   * Verifies once that the server supports conditional puts, by a put to an existing name: some
   * S3-compatible servers ignore the condition silently.
   */
  private void prove() throws IOException {
    Path probe = HadoopDisk.scratch(new Path(root, "probe"));
    try {
      put(probe, new byte[0]);
      if (put(probe, new byte[0]) == CreateOutcome.CREATED) {
        throw StoreErrors.unsafe(
            root.toString(),
            "its server passes over the condition of a conditional put (If-None-Match) and replaced a file",
            "Put the registry on a server that keeps it");
      }
    } finally {
      HadoopDisk.discard(files, probe);
    }
  }

  private CreateOutcome put(Path target, byte[] content) throws IOException {
    String mark = UUID.randomUUID().toString();
    FSDataOutputStream out = buffer(target, mark);
    fill(out, content);
    try {
      out.close();
    } catch (IOException e) {
      return settle(target, mark, e);
    }
    return CreateOutcome.CREATED;
  }

  private FSDataOutputStream buffer(Path target, String mark) throws IOException {
    try {
      FSDataOutputStreamBuilder<?, ?> builder = files.createFile(target);
      builder.overwrite(false);
      builder.recursive();
      builder.must(IF_ABSENT, true);
      builder.must(WRITE_MARK, mark);
      return builder.build();
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw StoreErrors.unsafe(
          root.toString(),
          "this version of its Hadoop connector cannot create a file only if it is absent",
          "For S3 put hadoop-aws 3.4.2 or later, with the Hadoop client of the same version, on the class path");
    }
  }

  /**
   * Writes the content. Nothing is sent before the close; after a failed write the stream must not
   * be closed, since that would store a part of the content.
   */
  private static void fill(FSDataOutputStream out, byte[] content) throws IOException {
    try {
      out.write(content);
    } catch (IOException e) {
      out.abort();
      throw e;
    }
  }

  private CreateOutcome settle(Path target, String mark, IOException failure) throws IOException {
    byte[] found;
    try {
      found = files.getXAttr(target, READ_MARK);
    } catch (FileNotFoundException e) {
      throw nothingThere(target, failure);
    } catch (IOException e) {
      failure.addSuppressed(e);
      if (turnedDown(failure)) {
        throw failure;
      }
      throw StoreErrors.unknown(target.toString(), failure);
    }
    boolean ours = Arrays.equals(mark.getBytes(StandardCharsets.UTF_8), found);
    return ours ? CreateOutcome.CREATED : CreateOutcome.EXISTS;
  }

  private IOException nothingThere(Path target, IOException failure) {
    if (named(failure, UNSUPPORTED)) {
      throw StoreErrors.unsafe(
          root.toString(),
          "its server refuses conditional puts (" + failure.getMessage() + ")",
          "Put the registry on a server that knows them");
    }
    if (turnedDown(failure)) {
      return failure;
    }
    // also if the object existed and is gone: it may have been this call's
    throw StoreErrors.unknown(target.toString(), failure);
  }

  private static boolean turnedDown(IOException failure) {
    return failure instanceof AccessDeniedException
        || (TURNED_DOWN.stream().anyMatch(name -> named(failure, name))
            && !String.valueOf(failure.getMessage()).contains(CONFLICT));
  }

  private static boolean named(IOException failure, String name) {
    return failure.getClass().getSimpleName().equals(name);
  }
}
