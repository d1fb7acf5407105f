package dev.almanac.files;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of any Hadoop file system. Exclusive create depends on the file system and is delegated
 * to a {@link HadoopExclusiveCreate}.
 */
final class HadoopFileStore implements FileStore {
  private final FileSystem files;
  private final Path root;
  private final HadoopExclusiveCreate claim;

  HadoopFileStore(FileSystem files, Path root, HadoopExclusiveCreate claim) {
    this.files = files;
    this.root = files.makeQualified(root);
    this.claim = claim;
  }

  @Override
  public String root() {
    return root.toString();
  }

  @Override
  public Optional<byte[]> read(String path) {
    Path file = file(path);
    FileNotFoundException failure;
    try {
      return Optional.of(content(file));
    } catch (FileNotFoundException e) {
      failure = e;
    } catch (IOException e) {
      throw StoreErrors.unavailable("Reading", file.toString(), e);
    }
    return absent(file, failure);
  }

  /**
   * Distinguishes a missing file from other causes of Hadoop's "not found", which are a folder and
   * a missing permission; and the file may have appeared since.
   */
  private Optional<byte[]> absent(Path file, FileNotFoundException failure) {
    try {
      if (!files.exists(file)) {
        return Optional.empty();
      }
      return Optional.of(content(file));
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw StoreErrors.unavailable("Reading", file.toString(), e);
    }
  }

  private byte[] content(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return BoundedReads.read(in, file.toString());
    }
  }

  @Override
  public InputStream open(String path) {
    Path file = file(path);
    try {
      return files.open(file);
    } catch (FileNotFoundException e) {
      throw StoreErrors.missing(file.toString(), e);
    } catch (IOException e) {
      throw StoreErrors.unavailable("Reading", file.toString(), e);
    }
  }

  @Override
  public List<FileEntry> list(String folder) {
    List<FileEntry> entries = children(folder);
    entries.removeIf(FileTrees::isScratch);
    return entries;
  }

  @Override
  public List<String> names(String folder) {
    return list(folder).stream().map(FileEntry::name).toList();
  }

  @Override
  public List<FileEntry> walk(String folder) {
    return FileTrees.walk(this::list, folder, entry -> true);
  }

  @Override
  public List<FileEntry> scratch(String folder) {
    return FileTrees.walk(this::children, folder, FileTrees::isScratch);
  }

  private List<FileEntry> children(String folder) {
    Path place = folder(folder);
    List<FileEntry> entries = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(place)) {
        if (status.getPath().equals(place)) {
          throw new IOException("it is a file, not a folder");
        }
        entries.add(entry(status));
      }
    } catch (FileNotFoundException e) {
      return new ArrayList<>();
    } catch (IOException e) {
      throw StoreErrors.unavailable("Listing", place.toString(), e);
    }
    entries.sort(Comparator.comparing(FileEntry::name));
    return entries;
  }

  @Override
  public CreateOutcome createExclusive(String path, byte[] content) {
    Path file = file(path);
    try {
      return claim.create(file, content);
    } catch (IOException e) {
      throw StoreErrors.unavailable("Creating", file.toString(), e);
    }
  }

  @Override
  public void write(String path, byte[] content) {
    write(path, new ByteArrayInputStream(content));
  }

  @Override
  public void write(String path, InputStream content) {
    Path file = file(path);
    try {
      HadoopDisk.write(files, file, content);
    } catch (IOException e) {
      throw StoreErrors.unavailable("Writing", file.toString(), e);
    }
  }

  @Override
  public void deleteTree(String path) {
    Path place = file(path);
    try {
      // false is also the result for a path that does not exist
      if (!files.delete(place, true) && files.exists(place)) {
        throw new IOException("the file system answered no");
      }
    } catch (IOException e) {
      throw StoreErrors.unavailable("Removing", place.toString(), e);
    }
  }

  @Override
  public String locate(String path) {
    return folder(path).toString();
  }

  private Path folder(String path) {
    return path.isEmpty() ? root : file(path);
  }

  /** The absolute path, checked to be inside the root: Hadoop would follow {@code ..} out of it. */
  private Path file(String path) {
    Path place = new Path(root, RelativePath.check(path));
    if (!place.toString().endsWith("/" + path) || !place.toString().startsWith(root.toString())) {
      throw new IllegalArgumentException("'" + path + "' is not inside " + root);
    }
    return place;
  }

  private static FileEntry entry(FileStatus status) {
    if (status.isSymlink()) {
      throw new AlmanacException(
          ErrorCode.ARTIFACT_DAMAGED,
          "%s is a symbolic link. A registry holds files and folders only, since a link can lead outside of it. Put the file itself there."
              .formatted(status.getPath()));
    }
    return new FileEntry(
        status.getPath().getName(),
        status.isDirectory() ? FileEntry.Kind.FOLDER : FileEntry.Kind.FILE,
        status.isDirectory() ? 0 : status.getLen(),
        Instant.ofEpochMilli(status.getModificationTime()));
  }
}
