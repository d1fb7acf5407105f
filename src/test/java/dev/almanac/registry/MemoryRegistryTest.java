package dev.almanac.registry;

import dev.almanac.files.FileStore;
import dev.almanac.testing.MemoryFileStore;
import java.nio.file.Path;

/** The registry on the store in memory, which other tests stand on. */
final class MemoryRegistryTest extends RegistryContracts {
  @Override
  FileStore empty(Path folder) {
    return new MemoryFileStore();
  }
}
