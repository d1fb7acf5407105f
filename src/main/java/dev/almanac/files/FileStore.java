package dev.almanac.files;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A folder of a file system with exclusive create. Paths are relative to the folder and follow
 * {@link RelativePath}; an empty folder path is the folder itself. Names that begin with {@code
 * .almanac-} are the store's scratch files and are never listed.
 *
 * <p>Guarantees: a file created by {@link #createExclusive} is complete for every reader as soon as
 * it is visible, and of all callers that create the same path exactly one gets {@link
 * CreateOutcome#CREATED}. Order and freshness of listings are not guaranteed.
 *
 * <p>Errors: {@code STORE_UNAVAILABLE} if the file system fails without effect except for a scratch
 * file; {@code STORE_UNSAFE} if it cannot give the guarantees; {@code IllegalArgumentException} for
 * an invalid path. Implementations are thread-safe.
 */
public interface FileStore {
  /** The folder's location, for messages. */
  String root();

  /**
   * The content of a file; empty if and only if there is no such file.
   *
   * @throws dev.almanac.core.AlmanacException {@code ARTIFACT_DAMAGED} if it has more than 64 MiB;
   *     larger files are for {@link #open}
   */
  Optional<byte[]> read(String path);

  /**
   * Opens a file for reading. The caller closes it.
   *
   * @throws dev.almanac.core.AlmanacException {@code ARTIFACT_DAMAGED} if there is no such file
   */
  InputStream open(String path);

  /** The entries of a folder, by name; empty if there is no such folder. */
  List<FileEntry> list(String folder);

  /**
   * The names of a folder's entries, in any order; empty if there is no such folder. Faster than
   * {@link #list} for thousands of files, since some stores need a request for each entry's kind
   * and size.
   */
  List<String> names(String folder);

  /** All files below a folder, by name; empty if there is no such folder. */
  List<FileEntry> walk(String folder);

  /**
   * Creates a file if nothing exists at the path, and makes it durable.
   *
   * @throws dev.almanac.core.AlmanacException {@code OUTCOME_UNKNOWN} if the file system's response
   *     was lost: the file may exist or appear later, and only reading the path shows whether it
   *     does
   */
  CreateOutcome createExclusive(String path, byte[] content);

  /**
   * Writes a file, replacing an existing one, at a path that has no other writer. Returns after the
   * file system has confirmed all of it.
   */
  void write(String path, byte[] content);

  /**
   * Writes a file as {@link #write(String, byte[])} does, from a stream that is read to its end;
   * the caller closes it. If reading fails, the path is unchanged or contains a part of the
   * content.
   */
  void write(String path, InputStream content);

  /** Removes a file, or a folder with its content; does nothing if there is none. */
  void deleteTree(String path);

  /** The store's scratch files below a folder, by name: of active and of failed writers. */
  List<FileEntry> scratch(String folder);

  /** The absolute location of a path, in the form that Spark and Hadoop use. */
  String locate(String path);
}
