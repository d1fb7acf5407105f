package dev.almanac.files;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * One folder on some file system, and what can be promised about it. Paths are relative to the
 * folder and follow {@link RelativePath}; an empty path, where a folder is asked for, is the folder
 * itself. Names that begin with {@code .almanac-} are the store's own scratch files and are never
 * listed.
 *
 * <p>Promises: a file that {@link #createExclusive} made is whole for every reader from the first
 * moment it can be seen, and of any number of callers that create one path exactly one is told
 * {@link CreateOutcome#CREATED}. Nothing is promised about the order or the freshness of listings.
 *
 * <p>Errors: {@code STORE_UNAVAILABLE} when the file system fails and nothing happened or only a
 * scratch file was left; {@code STORE_UNSAFE} when it cannot keep the promises; {@code
 * IllegalArgumentException} for a path that is none. Implementations may be used by many threads.
 */
public interface FileStore {
  /** The folder, as people write it. */
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

  /** What lies directly in a folder, by name; empty if there is no such folder. */
  List<FileEntry> list(String folder);

  /**
   * The names of what lies directly in a folder, in any order; empty if there is no such folder.
   * For folders of thousands of files, since some stores have to ask for each one's kind and size.
   */
  List<String> names(String folder);

  /** All files below a folder, by name; empty if there is no such folder. */
  List<FileEntry> walk(String folder);

  /**
   * Creates a file if nothing stands at the path, and makes it durable.
   *
   * @throws dev.almanac.core.AlmanacException {@code OUTCOME_UNKNOWN} if the file system's answer
   *     was lost: the file may stand or appear later, and only reading the path can tell
   */
  CreateOutcome createExclusive(String path, byte[] content);

  /**
   * Writes a file at a path that only this caller writes, replacing what is there. Returns only
   * after the file system has confirmed all of it.
   */
  void write(String path, byte[] content);

  /**
   * Writes a file as {@link #write(String, byte[])} does, from a stream that is read to its end and
   * that the caller closes. If reading it fails the path is as it was, or holds a part of the
   * content.
   */
  void write(String path, InputStream content);

  /** Removes a folder and all that is in it, or a file; nothing happens if there is none. */
  void deleteTree(String path);

  /**
   * The store's own scratch files below a folder, by name: of writers that are at work, and of
   * those that died.
   */
  List<FileEntry> scratch(String folder);

  /** The absolute place of a path, in the form that Spark and Hadoop read and write. */
  String locate(String path);
}
