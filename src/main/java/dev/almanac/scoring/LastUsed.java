package dev.almanac.scoring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What takes long to make and much memory, so that all tasks of an executor share one. The few that
 * were used last are kept, and of others as many as there is memory for; of one that is dropped not
 * even its key stays. Thread-safe.
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

  /** A cache whose values go as a builder says; tests do not fill the memory until soft ones go. */
  LastUsed(Caffeine<Object, Object> references) {
    made = references.build();
  }

  /** What belongs to a key, made if it is not there. */
  V get(K key, Supplier<V> maker) {
    V found = made.get(key, any -> maker.get());
    synchronized (last) {
      last.put(key, found);
    }
    return found;
  }

  /** How many keys are held now. */
  long size() {
    made.cleanUp();
    return made.estimatedSize();
  }
}
