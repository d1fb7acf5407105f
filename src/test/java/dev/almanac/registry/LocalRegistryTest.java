package dev.almanac.registry;

import dev.almanac.files.FileStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The registry on a local folder. */
final class LocalRegistryTest {
  @Nested
  class Models extends ModelRegistryContract {
    @Override
    FileStore store(Path folder) {
      return Samples.store(folder);
    }
  }

  @Nested
  class Life extends LifeCycleContract {
    @Override
    FileStore store(Path folder) {
      return Samples.store(folder);
    }
  }

  @Nested
  class Upkeep extends UpkeepContract {
    @Override
    FileStore store(Path folder) {
      return Samples.store(folder);
    }
  }

  @Nested
  class Copies extends CopyContract {
    @Override
    FileStore store(Path folder) {
      return Samples.store(folder);
    }
  }
}
