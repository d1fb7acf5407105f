package dev.almanac.core.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An algorithm and the parameters that were set; the rest keep Spark's defaults.
 *
 * @param params by their name in {@link Algorithm#params()}; a value is an {@code Integer}, {@code
 *     Double}, {@code Boolean} or {@code String}, as the parameter's type says
 */
public record AlgorithmSpec(Algorithm algorithm, Map<String, Object> params) {
  /**
   * @throws IllegalArgumentException at the first parameter that is unknown or out of range
   */
  public AlgorithmSpec {
    Map<String, Object> checked = new TreeMap<>();
    params.forEach((name, value) -> checked.put(name, algorithm.param(name).check(value)));
    params = Collections.unmodifiableMap(checked);
  }
}
