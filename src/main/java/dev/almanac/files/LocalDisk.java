package dev.almanac.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Durable writes to a local disk. */
final class LocalDisk {
  private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private LocalDisk() {}

  /**
   * Permissions of a new file or folder, before the umask. They never include write access for
   * others, whatever the umask is.
   */
  private static FileAttribute<?>[] mode(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** A new scratch name in a file's folder. */
  static Path scratch(Path sibling) {
    return sibling.resolveSibling(FileTrees.SCRATCH + UUID.randomUUID() + ".tmp");
  }

  /** Creates a file that must not exist; on return all of it is on disk. */
  static void writeDurably(Path file, InputStream content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            mode("rw-rw-r--"))) {
      content.transferTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
  }

  /** Forces a folder's entries to disk. */
  static void force(Path folder) throws IOException {
    if (!POSIX) {
      return; // other systems cannot open a folder
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Creates a folder and its missing parents, and forces their entries to disk. */
  static void makeFolders(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path path = folder; !Files.isDirectory(path); path = parent(path)) {
      missing.push(path);
    }
    for (Path path : missing) {
      Files.createDirectories(path, mode("rwxrwxr-x"));
      force(parent(path));
    }
  }

  /** Removes a scratch file. A remaining one is harmless, so this does not fail. */
  static void discard(Path scratch) {
    try {
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      LOG.warn("a scratch file stays behind: file={} reason={}", scratch, e.toString());
    }
  }

  /** Removes a folder with its content; removes links, but not their targets. */
  static void deleteTree(Path folder) throws IOException {
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (NoSuchFileException e) {
      if (Files.exists(folder)) {
        throw e;
      }
    }
  }

  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "a file system's root has no parent");
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
