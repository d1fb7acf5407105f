package dev.almanac.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A folder of a local disk, by the JDK alone. Exclusive create writes a scratch file, forces it to
 * disk and links it to its name by a hard link: the link fails if the name exists, and a reader
 * sees the complete file or none. Symbolic links below the root are refused, since they could lead
 * out of it.
 */
final class LocalFileStore implements FileStore {
  /**
   * Creates hard links; tests replace it to simulate file systems without links or lost responses.
   */
  interface Linker {
    void link(Path link, Path existing) throws IOException;
  }

  private final Path root;
  private final WriterPolicy policy;
  private final Linker linker;

  LocalFileStore(Path root, WriterPolicy policy) {
    this(root, policy, Files::createLink);
  }

  LocalFileStore(Path root, WriterPolicy policy, Linker linker) {
    this.root = root.toAbsolutePath().normalize();
    this.policy = policy;
    this.linker = linker;
  }

  @Override
  public String root() {
    return root.toString();
  }

  @Override
  public Optional<byte[]> read(String path) {
    Path file = file(path);
    try (InputStream in = stream(file)) {
      return Optional.of(BoundedReads.read(in, file.toString()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreErrors.unavailable("Reading", file.toString(), e);
    }
  }

  @Override
  public InputStream open(String path) {
    Path file = file(path);
    try {
      return stream(file);
    } catch (NoSuchFileException e) {
      throw StoreErrors.missing(file.toString(), e);
    } catch (IOException e) {
      throw StoreErrors.unavailable("Reading", file.toString(), e);
    }
  }

  /** Opens a file; refuses pipes, which could block forever, and devices. */
  private static InputStream stream(Path file) throws IOException {
    if (Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw StoreErrors.noFile(file);
    }
    return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<FileEntry> list(String folder) {
    List<FileEntry> entries = children(folder);
    entries.removeIf(FileTrees::isScratch);
    return entries;
  }

  @Override
  public List<String> names(String folder) {
    List<String> names = new ArrayList<>();
    visit(folder, child -> names.add(String.valueOf(child.getFileName())));
    names.removeIf(FileTrees::isScratch);
    return names;
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
    List<FileEntry> entries = new ArrayList<>();
    visit(folder, child -> entry(child).ifPresent(entries::add));
    entries.sort(Comparator.comparing(FileEntry::name));
    return entries;
  }

  /** Visits each child of a folder. */
  private interface Visitor {
    void visit(Path child) throws IOException;
  }

  private void visit(String folder, Visitor visitor) {
    Path place = folder(folder);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
      for (Path child : children) {
        visitor.visit(child);
      }
    } catch (NoSuchFileException e) {
      // no such folder
    } catch (DirectoryIteratorException e) {
      throw StoreErrors.unavailable("Listing", place.toString(), new IOException(e));
    } catch (IOException e) {
      throw StoreErrors.unavailable("Listing", place.toString(), e);
    }
  }

  @Override
  public CreateOutcome createExclusive(String path, byte[] content) {
    Path target = file(path);
    Path scratch = LocalDisk.scratch(target);
    try {
      LocalDisk.makeFolders(LocalDisk.parent(target));
      LocalDisk.writeDurably(scratch, new ByteArrayInputStream(content));
      return claim(target, scratch);
    } catch (IOException e) {
      throw StoreErrors.unavailable("Creating", target.toString(), e);
    } finally {
      LocalDisk.discard(scratch);
    }
  }

  /** Links the scratch file to its name, unless the name exists. */
  private CreateOutcome claim(Path target, Path scratch) throws IOException {
    try {
      linker.link(target, scratch);
    } catch (FileAlreadyExistsException e) {
      // a network file system that repeats a request after a lost response finds its own link
      return Files.isSameFile(target, scratch) ? CreateOutcome.CREATED : CreateOutcome.EXISTS;
    } catch (UnsupportedOperationException e) {
      return claimWithoutLinks(target, scratch, "hard links are not supported");
    } catch (FileSystemException e) {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        return Files.isSameFile(target, scratch) ? CreateOutcome.CREATED : CreateOutcome.EXISTS;
      }
      if (e.getClass() == FileSystemException.class && !makesLinks(target)) {
        return claimWithoutLinks(target, scratch, "it makes no hard links: " + e.getReason());
      }
      throw e;
    }
    try {
      LocalDisk.force(LocalDisk.parent(target));
    } catch (IOException e) {
      // the name exists now, but a power failure may remove it
      throw StoreErrors.unknown(target.toString(), e);
    }
    return CreateOutcome.CREATED;
  }

  /**
   * Whether the folder's file system supports hard links, by a test with a temporary file. The
   * operating system's message for a failed link is in the user's language and cannot be parsed. If
   * the disk is full or failing, creating the test file fails, which is an error of its own.
   */
  private boolean makesLinks(Path target) throws IOException {
    Path file = LocalDisk.scratch(target);
    Path link = LocalDisk.scratch(target);
    try {
      LocalDisk.writeDurably(file, new ByteArrayInputStream(new byte[] {1}));
      linker.link(link, file);
      return true;
    } catch (FileSystemException e) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      throw e;
    } finally {
      LocalDisk.discard(link);
      LocalDisk.discard(file);
    }
  }

  private CreateOutcome claimWithoutLinks(Path target, Path scratch, String why)
      throws IOException {
    if (policy != WriterPolicy.SINGLE_DECLARED) {
      throw StoreErrors.unsafe(
          root.toString(),
          "its file system cannot create a file exclusively (" + why + ")",
          "Put the registry on a file system with hard links, or on HDFS");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return CreateOutcome.EXISTS;
    }
    Files.move(scratch, target, StandardCopyOption.ATOMIC_MOVE);
    LocalDisk.force(LocalDisk.parent(target));
    return CreateOutcome.CREATED;
  }

  @Override
  public void write(String path, byte[] content) {
    write(path, new ByteArrayInputStream(content));
  }

  @Override
  public void write(String path, InputStream content) {
    Path target = file(path);
    Path scratch = LocalDisk.scratch(target);
    try {
      LocalDisk.makeFolders(LocalDisk.parent(target));
      LocalDisk.writeDurably(scratch, content);
      Files.move(
          scratch, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      LocalDisk.force(LocalDisk.parent(target));
    } catch (IOException e) {
      throw StoreErrors.unavailable("Writing", target.toString(), e);
    } finally {
      LocalDisk.discard(scratch);
    }
  }

  @Override
  public void deleteTree(String path) {
    Path place = file(path);
    try {
      LocalDisk.deleteTree(place);
    } catch (IOException e) {
      throw StoreErrors.unavailable("Removing", place.toString(), e);
    }
  }

  @Override
  public String locate(String path) {
    // with the scheme, since Hadoop resolves a bare path against its default file system
    return "file:" + folder(path);
  }

  private Path folder(String path) {
    return path.isEmpty() ? root : file(path);
  }

  /** The absolute path, checked to be inside the root. */
  private Path file(String path) {
    RelativePath.check(path);
    Path place = root;
    for (String segment : path.split("/", -1)) {
      place = place.resolve(segment);
      if (Files.isSymbolicLink(place)) {
        throw StoreErrors.noFile(place);
      }
    }
    if (!place.normalize().startsWith(root)) {
      throw new IllegalArgumentException("'" + path + "' is not inside " + root);
    }
    return place;
  }

  private static Optional<FileEntry> entry(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      // removed since the listing: treated as not listed
      return Optional.empty();
    }
    if (!attributes.isRegularFile() && !attributes.isDirectory()) {
      throw StoreErrors.noFile(path);
    }
    Instant modified = attributes.lastModifiedTime().toInstant();
    return Optional.of(
        attributes.isDirectory()
            ? new FileEntry(name, FileEntry.Kind.FOLDER, 0, modified)
            : new FileEntry(name, FileEntry.Kind.FILE, attributes.size(), modified));
  }
}
