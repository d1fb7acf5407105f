package dev.almanac.files;

import dev.almanac.testing.FaultyFileStore;
import java.nio.file.Path;

/** A faulty store without a fault is a store as any other. */
final class FaultyFileStoreTest extends DiskStoreContract {
  @Override
  FileStore store(Path root) {
    return new FaultyFileStore(
        new LocalFileStore(root, WriterPolicy.MANY), FaultyFileStore.Fault.NONE, 1);
  }
}
