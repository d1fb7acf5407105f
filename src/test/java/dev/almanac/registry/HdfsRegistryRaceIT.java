package dev.almanac.registry;

import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.testing.HdfsCluster;
import java.nio.file.Path;
import java.util.Map;

/**
 * On a real HDFS, as a user to whom not everything is allowed. A few racers only, since each loser
 * writes a file for nothing; {@link HdfsFullRegistryRaceIT} has them all.
 */
class HdfsRegistryRaceIT extends RegistryRaces {
  @Override
  String freshRoot(Path temporary) {
    return HdfsCluster.freshRoot();
  }

  @Override
  FileStore open(String location) {
    return HdfsCluster.as(
        HdfsCluster.USER,
        () -> FileStores.open(location, WriterPolicy.MANY, HdfsCluster::settings));
  }

  @Override
  Map<String, String> settings() {
    return HdfsCluster.CLIENT;
  }

  @Override
  Map<String, String> environment() {
    return HdfsCluster.environment();
  }

  @Override
  int publishers() {
    return 16;
  }

  @Override
  int processes() {
    return 2;
  }

  @Override
  int racers() {
    return 8;
  }
}
