package dev.almanac.app;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/** Opens the model registry according to the platform settings. */
final class RegistryAccess {
  private RegistryAccess() {}

  /** Opens the configured registry. {@code hadoop} is called only if it is not on a local disk. */
  static ModelRegistry open(
      PlatformSpec platform, ProcessEnvironment surroundings, Supplier<Configuration> hadoop) {
    return open(platform, platform.registryRoot(), surroundings, hadoop);
  }

  /** Opens the registry at a root; a relative root is resolved like those of the settings. */
  static ModelRegistry open(
      PlatformSpec platform,
      String root,
      ProcessEnvironment surroundings,
      Supplier<Configuration> hadoop) {
    WriterPolicy policy =
        platform.registrySingleWriter() ? WriterPolicy.SINGLE_DECLARED : WriterPolicy.MANY;
    return new ModelRegistry(
        FileStores.open(platform.resolve(root), policy, hadoop),
        surroundings.clock(),
        surroundings::user);
  }
}
