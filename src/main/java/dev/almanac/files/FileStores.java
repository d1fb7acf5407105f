package dev.almanac.files;

import dev.almanac.core.Text;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Opens the store of a location. */
public final class FileStores {
  /** A URI scheme of at least two letters, to exclude drive letters. */
  private static final Pattern SCHEME = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]+):.*");

  /** {@code file:/x} and {@code file:///x}; not decoded, as in Hadoop. */
  private static final Pattern LOCAL = Pattern.compile("(?i:file):(//)?(?<path>/(?!/).*)");

  private FileStores() {}

  /**
   * The store of a folder.
   *
   * @param root a path or a {@code file:} location, served by the JDK alone; or a location of any
   *     scheme that Hadoop is configured for
   * @param policy the operator's guarantee about writers
   * @param hadoop evaluated only if the location needs Hadoop
   * @throws dev.almanac.core.AlmanacException {@code STORE_UNAVAILABLE} if the file system cannot
   *     be reached or is not on the class path
   * @throws IllegalArgumentException if the location is invalid
   */
  public static FileStore open(String root, WriterPolicy policy, Supplier<Configuration> hadoop) {
    Matcher scheme = SCHEME.matcher(root);
    if (!scheme.matches()) {
      return new LocalFileStore(Path.of(root), policy);
    }
    if (!scheme.group("scheme").toLowerCase(Locale.ROOT).equals("file")) {
      // the only call that loads Hadoop's classes
      return HadoopStores.open(root, policy, hadoop.get());
    }
    Matcher local = LOCAL.matcher(root);
    if (!local.matches()) {
      throw new IllegalArgumentException(
          "'%s' names another host: write file:/path, or mount it".formatted(Text.printable(root)));
    }
    return new LocalFileStore(Path.of(local.group("path")), policy);
  }
}
