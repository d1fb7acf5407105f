package dev.almanac.testing;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.files.CreateOutcome;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import dev.almanac.files.RelativePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store in memory, for tests that make many of them: a disk takes its time to be sure. */
public final class MemoryFileStore implements FileStore {
  /** A file, and when it was written. */
  private static final class Content {
    private final byte[] bytes;
    private final Instant modified = Instant.now();

    Content(byte[] bytes) {
      this.bytes = bytes.clone();
    }
  }

  private final Map<String, Content> files = new ConcurrentSkipListMap<>();

  @Override
  public String root() {
    return "memory:/registry";
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(RelativePath.check(path)))
        .map(content -> content.bytes.clone());
  }

  @Override
  public InputStream open(String path) {
    return new ByteArrayInputStream(
        read(path)
            .orElseThrow(
                () ->
                    new AlmanacException(
                        ErrorCode.ARTIFACT_DAMAGED, locate(path) + " is missing.")));
  }

  @Override
  public List<FileEntry> list(String folder) {
    Map<String, FileEntry> children = new TreeMap<>();
    for (FileEntry file : walk(folder)) {
      int slash = file.name().indexOf('/');
      if (slash < 0) {
        children.put(file.name(), file);
      } else {
        String name = file.name().substring(0, slash);
        children.put(name, new FileEntry(name, FileEntry.Kind.FOLDER, 0, Instant.EPOCH));
      }
    }
    return List.copyOf(children.values());
  }

  @Override
  public List<String> names(String folder) {
    return list(folder).stream().map(FileEntry::name).toList();
  }

  @Override
  public List<FileEntry> walk(String folder) {
    return all(folder).stream().filter(entry -> !isScratch(entry.name())).toList();
  }

  @Override
  public List<FileEntry> scratch(String folder) {
    return all(folder).stream().filter(entry -> isScratch(entry.name())).toList();
  }

  private static boolean isScratch(String path) {
    return path.substring(path.lastIndexOf('/') + 1).startsWith(".almanac-");
  }

  private List<FileEntry> all(String folder) {
    String prefix = folder.isEmpty() ? "" : RelativePath.check(folder) + "/";
    List<FileEntry> entries = new ArrayList<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(prefix)) {
            String name = path.substring(prefix.length());
            entries.add(
                new FileEntry(name, FileEntry.Kind.FILE, content.bytes.length, content.modified));
          }
        });
    return entries;
  }

  @Override
  public CreateOutcome createExclusive(String path, byte[] content) {
    return files.putIfAbsent(RelativePath.check(path), new Content(content)) == null
        ? CreateOutcome.CREATED
        : CreateOutcome.EXISTS;
  }

  @Override
  public void write(String path, byte[] content) {
    files.put(RelativePath.check(path), new Content(content));
  }

  @Override
  public void write(String path, InputStream content) {
    try {
      write(path, content.readAllBytes());
    } catch (IOException e) {
      throw new AlmanacException(ErrorCode.STORE_UNAVAILABLE, "Writing " + path + " failed", e);
    }
  }

  @Override
  public void deleteTree(String path) {
    String tree = RelativePath.check(path);
    files.keySet().removeIf(file -> file.equals(tree) || file.startsWith(tree + "/"));
  }

  @Override
  public String locate(String path) {
    return path.isEmpty() ? root() : root() + "/" + RelativePath.check(path);
  }
}
