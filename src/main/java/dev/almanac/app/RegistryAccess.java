package dev.almanac.app;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/** Opens the registry that the platform settings name. */
final class RegistryAccess {
  private RegistryAccess() {}

  /** The Hadoop configuration is asked for only if the registry is not on a local disk. */
  static ModelRegistry open(
      PlatformSpec platform, ProcessEnvironment surroundings, Supplier<Configuration> hadoop) {
    return open(platform, platform.registryRoot(), surroundings, hadoop);
  }

  /** The registry at a place; a relative one begins where those of the settings do. */
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
