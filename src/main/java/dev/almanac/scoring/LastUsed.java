package dev.almanac.scoring;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes long to make and much memory, so that all tasks of an executor share one. The few that
 * were used last are kept, and of others as many as there is memory for. Thread-safe.
 */
final class LastUsed<K, V> {
  private static final int KEPT = 4;

  private final Map<K, Place<V>> byKey = new ConcurrentHashMap<>();
  private final Map<K, V> last =
      new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > KEPT;
        }
      };

  /** Where one thing stands: one thread makes it while those who want the same one wait. */
  private static final class Place<V> {
    private SoftReference<V> made = new SoftReference<>(null);

    synchronized V get(Supplier<V> maker) {
      @Nullable V known = made.get();
      if (known == null) {
        known = maker.get();
        made = new SoftReference<>(known);
      }
      return known;
    }
  }

  /** What belongs to a key, made if it is not there. */
  V get(K key, Supplier<V> maker) {
    V found = byKey.computeIfAbsent(key, any -> new Place<>()).get(maker);
    synchronized (last) {
      last.put(key, found);
    }
    return found;
  }
}
