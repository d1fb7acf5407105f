package dev.almanac.app;

import dev.almanac.registry.ModelRegistry;
import org.apache.hadoop.conf.Configuration;

/** A command on the registry, without Spark. */
abstract class RegistrySubcommand extends BaseCommand {
  RegistrySubcommand(Surroundings surroundings) {
    super(surroundings);
  }

  final ModelRegistry registry() {
    return RegistryAccess.open(settings(), surroundings(), Configuration::new);
  }
}
