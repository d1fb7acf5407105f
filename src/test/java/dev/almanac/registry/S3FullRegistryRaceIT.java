package dev.almanac.registry;

import org.junit.jupiter.api.Tag;

/** As many racers as on the other stores. */
@Tag("slow")
final class S3FullRegistryRaceIT extends S3RegistryRaceIT {
  @Override
  int publishers() {
    return 64;
  }

  @Override
  int processes() {
    return 8;
  }

  @Override
  int racers() {
    return 16;
  }
}
