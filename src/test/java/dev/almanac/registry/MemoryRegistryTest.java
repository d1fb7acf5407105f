package dev.almanac.registry;

import dev.almanac.files.FileStore;
import dev.almanac.testing.MemoryFileStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The registry on the store in memory, which other tests stand on. */
final class MemoryRegistryTest {
  @Nested
  class Models extends ModelRegistryContract {
    @Override
    FileStore store(Path folder) {
      return new MemoryFileStore();
    }
  }

  @Nested
  class Life extends LifeCycleContract {
    @Override
    FileStore store(Path folder) {
      return new MemoryFileStore();
    }
  }

  @Nested
  class Upkeep extends UpkeepContract {
    @Override
    FileStore store(Path folder) {
      return new MemoryFileStore();
    }
  }

  @Nested
  class Copies extends CopyContract {
    @Override
    FileStore store(Path folder) {
      return new MemoryFileStore();
    }
  }
}
