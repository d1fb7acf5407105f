package dev.almanac.registry;

import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.testing.HdfsCluster;
import java.nio.file.Path;

/** The registry on a real HDFS, as a user to whom not everything is allowed. */
final class HdfsRegistryIT extends RegistryContracts {
  @Override
  FileStore empty(Path folder) {
    return HdfsCluster.as(
        HdfsCluster.USER,
        () -> FileStores.open(HdfsCluster.freshRoot(), WriterPolicy.MANY, HdfsCluster::settings));
  }
}
