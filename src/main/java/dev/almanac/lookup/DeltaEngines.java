package dev.almanac.lookup;

import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.engine.Engine;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** What the Delta library reads tables with. */
final class DeltaEngines {
  private DeltaEngines() {}

  /**
   * @param storeSettings settings of the file system, named as Hadoop does
   */
  static Engine of(Map<String, String> storeSettings) {
    Configuration settings = new Configuration();
    storeSettings.forEach(settings::set);
    return new ColumnEngine(new HadoopFileIO(settings));
  }
}
