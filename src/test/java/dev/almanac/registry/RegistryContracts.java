package dev.almanac.registry;

import dev.almanac.files.FileStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** All that a registry promises, for a store to inherit. */
abstract class RegistryContracts {
  /** An empty store; if it is on a local disk, at a folder that is not there yet. */
  abstract FileStore empty(Path folder);

  @Nested
  class Models extends ModelRegistryContract {
    @Override
    FileStore store(Path folder) {
      return empty(folder);
    }
  }

  @Nested
  class Life extends LifeCycleContract {
    @Override
    FileStore store(Path folder) {
      return empty(folder);
    }
  }

  @Nested
  class Upkeep extends UpkeepContract {
    @Override
    FileStore store(Path folder) {
      return empty(folder);
    }
  }

  @Nested
  class Copies extends CopyContract {
    @Override
    FileStore store(Path folder) {
      return empty(folder);
    }
  }
}
