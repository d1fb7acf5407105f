package dev.almanac.app;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.registry.ModelRegistry;
import org.apache.hadoop.conf.Configuration;

/** A command on the registry, without Spark. */
abstract class RegistrySubcommand extends BaseCommand {
  RegistrySubcommand(Surroundings surroundings) {
    super(surroundings);
  }

  final PlatformSpec settings() {
    return platform().loader(surroundings()).platform(platform().platformFile());
  }

  final ModelRegistry registry() {
    return RegistryAccess.open(settings(), surroundings(), Configuration::new);
  }
}
