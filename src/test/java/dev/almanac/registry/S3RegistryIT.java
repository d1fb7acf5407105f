package dev.almanac.registry;

import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.testing.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The registry on an S3 server, by a connector that can create conditionally. */
@Tag("slow")
@EnabledIfSystemProperty(
    named = "almanac.test.s3a",
    matches = "conditional",
    disabledReason = "runs in the build's execution s3-tests")
final class S3RegistryIT {
  private static FileStore fresh() {
    return FileStores.open(
        S3Server.freshRoot(), WriterPolicy.MANY, () -> S3Server.settings(S3Server.client()));
  }

  @Nested
  class Models extends ModelRegistryContract {
    @Override
    FileStore store(Path folder) {
      return fresh();
    }
  }

  @Nested
  class Life extends LifeCycleContract {
    @Override
    FileStore store(Path folder) {
      return fresh();
    }
  }

  @Nested
  class Upkeep extends UpkeepContract {
    @Override
    FileStore store(Path folder) {
      return fresh();
    }
  }

  @Nested
  class Copies extends CopyContract {
    @Override
    FileStore store(Path folder) {
      return fresh();
    }
  }
}
