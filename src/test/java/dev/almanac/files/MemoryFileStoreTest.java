package dev.almanac.files;

import dev.almanac.testing.MemoryFileStore;
import java.nio.file.Path;

/** The fake that other tests stand on keeps the promises, too. */
final class MemoryFileStoreTest extends FileStoreContract {
  @Override
  FileStore store(Path root) {
    return new MemoryFileStore();
  }
}
