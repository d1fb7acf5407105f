package dev.almanac.core.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An algorithm and its explicit parameters; the others have Spark's defaults.
 *
 * @param params values by name of {@link Algorithm#params()}; {@code Integer}, {@code Double},
 *     {@code Boolean} or {@code String}, by the parameter's type
 */
public record AlgorithmSpec(Algorithm algorithm, Map<String, Object> params) {
  /**
   * @throws IllegalArgumentException for the first parameter that is unknown or out of range
   */
  public AlgorithmSpec {
    Map<String, Object> checked = new TreeMap<>();
    params.forEach((name, value) -> checked.put(name, algorithm.param(name).check(value)));
    params = Collections.unmodifiableMap(checked);
  }
}
