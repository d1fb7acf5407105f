package dev.almanac.scoring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What takes long to make and much memory, so that all tasks of an executor share one. Keeps the
 * few that were used last. Thread-safe.
 */
final class LastUsed<K, V> {
  private static final int KEPT = 4;

  private final Map<K, V> byKey =
      new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > KEPT;
        }
      };

  /** What belongs to a key, made if it is not there; others wait meanwhile. */
  synchronized V get(K key, Supplier<V> maker) {
    V known = byKey.get(key);
    if (known == null) {
      known = maker.get();
      byKey.put(key, known);
    }
    return known;
  }
}
