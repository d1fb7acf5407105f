package dev.almanac.registry;

import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.testing.HdfsCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The registry on a real HDFS, as a user to whom not everything is allowed. */
final class HdfsRegistryIT {
  private static FileStore fresh() {
    return HdfsCluster.as(
        HdfsCluster.USER,
        () -> FileStores.open(HdfsCluster.freshRoot(), WriterPolicy.MANY, HdfsCluster::settings));
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
