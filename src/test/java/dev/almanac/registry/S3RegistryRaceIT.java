package dev.almanac.registry;

import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.testing.S3Server;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * On an S3 server, by a connector that can create conditionally. A few racers only, since the
 * server takes one request at a time; {@link S3FullRegistryRaceIT} has them all.
 */
@EnabledIfSystemProperty(
    named = "almanac.test.s3a",
    matches = "conditional",
    disabledReason = "runs in the build's execution s3-tests")
class S3RegistryRaceIT extends RegistryRaces {
  @Override
  String freshRoot(Path temporary) {
    return S3Server.freshRoot();
  }

  @Override
  FileStore open(String location) {
    return FileStores.open(location, WriterPolicy.MANY, () -> S3Server.settings(S3Server.client()));
  }

  @Override
  Map<String, String> settings() {
    return S3Server.client();
  }

  @Override
  int publishers() {
    return 12;
  }

  @Override
  int processes() {
    return 2;
  }

  @Override
  int racers() {
    return 6;
  }
}
