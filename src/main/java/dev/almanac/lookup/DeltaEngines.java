package dev.almanac.lookup;

import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.engine.Engine;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Factory of Delta Kernel engines. */
final class DeltaEngines {
  private DeltaEngines() {}

  /**
   * @param storeSettings settings of the file system, with Hadoop's names
   */
  static Engine of(Map<String, String> storeSettings) {
    Configuration settings = new Configuration();
    storeSettings.forEach(settings::set);
    return new ColumnEngine(new HadoopFileIO(settings));
  }
}
