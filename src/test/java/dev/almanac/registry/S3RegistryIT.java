package dev.almanac.registry;

import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.testing.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The registry on an S3 server, by a connector that can create conditionally. */
@Tag("slow")
@EnabledIfSystemProperty(
    named = "almanac.test.s3a",
    matches = "conditional",
    disabledReason = "runs in the build's execution s3-tests")
final class S3RegistryIT extends RegistryContracts {
  @Override
  FileStore empty(Path folder) {
    return FileStores.open(
        S3Server.freshRoot(), WriterPolicy.MANY, () -> S3Server.settings(S3Server.client()));
  }
}
