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
 * For object stores whose put can be made conditional on the name being free: S3A of Hadoop 3.4.2
 * and later. The object appears whole, or not at all, when the stream is closed; an older S3A does
 * not know the option and refuses it, since it is asked for as a must.
 *
 * <p>Every object carries the mark of the call that put it. A client repeats a request whose answer
 * was lost and is then told that the name is taken, by its own object: the mark says whose it is.
 */
final class ConditionalExclusiveCreate implements HadoopExclusiveCreate {
  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

  private static final String MARK = "almanac-claim";
  private static final String WRITE_MARK = "fs.s3a.create.header." + MARK;
  private static final String READ_MARK = "header." + MARK;

  /** S3A's word for a server that does not do what was asked; its classes are not on our path. */
  private static final String UNSUPPORTED = "AWSUnsupportedFeatureException";

  /** S3A's words for a request that the server, or S3A itself, has turned down. */
  private static final Set<String> TURNED_DOWN =
      Set.of("AWSBadRequestException", "UnknownStoreException", UNSUPPORTED);

  /** The server's word for a put that met a removal of the same name; to be sent again. */
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
   * Not every server that speaks S3 heeds the condition, and one that passes over it says nothing:
   * so, once, a name that is taken is asked for.
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

  /** Nothing is sent before the close; a close after a failed write would put half a file there. */
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
    // also where the name was taken and is free again: what was there may have been ours
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
