package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions that are held ready, and what references to them mean now. A reference that was
 * asked for is resolved again and again in the background, so that a moved alias is followed and a
 * withdrawn version is not used, without a request that waits for it. Safe for use by many threads.
 */
final class ModelShelf {
  private static final Logger LOG = LoggerFactory.getLogger(ModelShelf.class);
  private static final int MOST_REFERENCES = 1_000;
  private static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(30);

  private final ModelRegistry registry;
  private final int kept;
  private final Map<ModelRef, Meant> meant = new ConcurrentHashMap<>();
  private final Map<ModelVersion, ServedModel> loaded =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ModelVersion, ServedModel> eldest) {
          return size() > kept;
        }
      };
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "almanac-models");
            thread.setDaemon(true);
            return thread;
          });

  /** What a reference means. */
  private static final class Meant {
    private volatile ServedModel model;
    private volatile long usedAt;

    Meant(ServedModel model) {
      this.model = model;
      this.usedAt = System.nanoTime();
    }
  }

  /**
   * @param kept how many versions are held ready
   */
  ModelShelf(ModelRegistry registry, int kept) {
    this.registry = registry;
    this.kept = kept;
  }

  /** Begins to follow what was asked for. */
  void follow(Duration rhythm) {
    ScheduledFuture<?> unused =
        clockwork.scheduleWithFixedDelay(
            this::resolveAgain, rhythm.toMillis(), rhythm.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The version that is meant.
   *
   * @throws AlmanacException NO_SUCH_MODEL, NO_SUCH_VERSION, NO_SUCH_ALIAS, VERSION_WITHDRAWN,
   *     PARITY_FAILED, ARTIFACT_DAMAGED, STORE_UNAVAILABLE
   */
  ServedModel get(ModelRef ref) {
    Meant known = meant.get(ref);
    if (known != null) {
      known.usedAt = System.nanoTime();
      return known.model;
    }
    ServedModel model = load(registry.resolve(ref));
    if (meant.size() < MOST_REFERENCES) {
      meant.put(ref, new Meant(model));
    }
    return model;
  }

  private ServedModel load(RegisteredVersion registered) {
    synchronized (loaded) {
      ServedModel known = loaded.get(registered.version());
      if (known == null) {
        long begun = System.nanoTime();
        known = ServedModel.load(registry, registered);
        loaded.put(registered.version(), known);
        LOG.info(
            "model={} engine={} millis={} ready",
            known.version(),
            known.engine(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
      }
      return known;
    }
  }

  /** Looks what the references mean now. */
  void resolveAgain() {
    long now = System.nanoTime();
    meant.values().removeIf(known -> now - known.usedAt > UNUSED_NANOS);
    meant.forEach(this::resolveAgain);
  }

  private void resolveAgain(ModelRef ref, Meant known) {
    try {
      RegisteredVersion registered = registry.resolve(ref);
      if (!registered.version().equals(known.model.version())) {
        LOG.info("{} means {} now", ref, registered.version());
        known.model = load(registered);
      }
    } catch (AlmanacException e) {
      if (e.code() == ErrorCode.STORE_UNAVAILABLE) {
        LOG.warn("{} is taken for {} still: {}", ref, known.model.version(), e.getMessage());
      } else {
        LOG.warn("{} is not answered any more: {}", ref, e.getMessage());
        forget(ref, known);
      }
    } catch (RuntimeException e) {
      LOG.error("{} cannot be resolved", ref, e);
      forget(ref, known);
    }
  }

  /** The next request finds out for itself. */
  private void forget(ModelRef ref, @Nullable Meant known) {
    meant.remove(ref, known);
  }

  void close() {
    clockwork.shutdownNow();
  }
}
