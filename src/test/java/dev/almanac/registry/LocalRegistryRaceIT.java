package dev.almanac.registry;

import dev.almanac.files.FileStore;
import java.nio.file.Path;

final class LocalRegistryRaceIT extends RegistryRaces {
  @Override
  String freshRoot(Path temporary) {
    return temporary.resolve("registry").toString();
  }

  @Override
  FileStore open(String location) {
    return Samples.store(Path.of(location));
  }
}
