package dev.almanac.scoring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Cache of large objects that all tasks of an executor share. Holds a few most recently used values
 * strongly, and the others by soft references; an evicted value's key is removed as well.
 * Thread-safe.
 */
final class LastUsed<K, V> {
  static final int KEPT = 4;

  private final Cache<K, V> made;
  private final Map<K, V> last =
      new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > KEPT;
        }
      };

  LastUsed() {
    this(Caffeine.newBuilder().softValues());
  }

  /**
   * Creates a cache with a given reference strength; tests use one that does not depend on memory
   * pressure.
   */
  LastUsed(Caffeine<Object, Object> references) {
    made = references.build();
  }

  /** The value of a key, created if it is not cached. */
  V get(K key, Supplier<V> maker) {
    V found = made.get(key, any -> maker.get());
    synchronized (last) {
      last.put(key, found);
    }
    return found;
  }

  /** The number of cached keys. */
  long size() {
    made.cleanUp();
    return made.estimatedSize();
  }
}
