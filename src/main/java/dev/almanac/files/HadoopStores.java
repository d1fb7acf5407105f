package dev.almanac.files;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Opens stores on Hadoop file systems, each with its exclusive create. */
final class HadoopStores {
  /** Schemes that guarantee an atomic rename that does not overwrite. */
  private static final Set<String> ATOMIC_RENAME = Set.of("hdfs", "viewfs");

  private static final Set<String> CONDITIONAL_PUT = Set.of("s3a");

  private HadoopStores() {}

  static FileStore open(String root, WriterPolicy policy, Configuration hadoop) {
    Path place = new Path(root);
    try {
      FileSystem files = connector(place, hadoop);
      return new HadoopFileStore(files, place, claim(files, place, policy, hadoop));
    } catch (UnsupportedFileSystemException | ClassNotFoundException | LinkageError e) {
      throw new AlmanacException(
          ErrorCode.STORE_UNAVAILABLE,
          """
          No Hadoop file system for '%s' is on the class path, or not all of it (%s).
          Add the connector of the scheme, such as hadoop-aws for s3a, and what it needs, at the version of the Hadoop client; with spark-submit, by --packages or --jars."""
              .formatted(Text.printable(root), e.toString()),
          e);
    } catch (IllegalArgumentException e) {
      // HDFS's exception for a host name that cannot be resolved
      throw StoreErrors.unavailable(
          "Opening", Text.printable(root), new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw StoreErrors.unavailable("Opening", Text.printable(root), e);
    }
  }

  private static FileSystem connector(Path place, Configuration hadoop)
      throws IOException, ClassNotFoundException {
    try {
      return FileSystem.get(place.toUri(), hadoop);
    } catch (RuntimeException e) {
      // Hadoop's exception for a configured class that is missing
      if (e.getCause() instanceof ClassNotFoundException missing) {
        throw missing;
      }
      throw e;
    }
  }

  private static HadoopExclusiveCreate claim(
      FileSystem files, Path root, WriterPolicy policy, Configuration hadoop) throws IOException {
    String scheme = files.getUri().getScheme().toLowerCase(Locale.ROOT);
    if (ATOMIC_RENAME.contains(scheme)) {
      return new RenameExclusiveCreate(files, FileContext.getFileContext(files.getUri(), hadoop));
    }
    if (policy == WriterPolicy.SINGLE_DECLARED) {
      return new SingleWriterCreate(files);
    }
    if (CONDITIONAL_PUT.contains(scheme)) {
      return new ConditionalExclusiveCreate(files, files.makeQualified(root));
    }
    return (target, content) -> {
      throw StoreErrors.unsafe(
          root.toString(),
          "nothing is known about exclusive create on '%s'".formatted(scheme),
          "Put the registry on a local disk, HDFS, or S3 (s3a with Hadoop 3.4.2 or later)");
    };
  }
}
