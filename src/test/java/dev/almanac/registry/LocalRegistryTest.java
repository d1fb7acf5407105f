package dev.almanac.registry;

import dev.almanac.files.FileStore;
import java.nio.file.Path;

/** The registry on a local folder. */
final class LocalRegistryTest extends RegistryContracts {
  @Override
  FileStore empty(Path folder) {
    return Samples.store(folder);
  }
}
