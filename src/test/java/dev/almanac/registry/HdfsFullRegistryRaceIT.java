package dev.almanac.registry;

import org.junit.jupiter.api.Tag;

/** As many racers as on the other stores. */
@Tag("slow")
final class HdfsFullRegistryRaceIT extends HdfsRegistryRaceIT {
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
