package dev.almanac.service;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of loaded models, bounded by number and by memory, and the versions that references
 * resolve to. A reference in use is resolved again periodically in the background, so that a moved
 * alias is followed and a withdrawn version is dropped without a request that waits for it. A
 * reference keeps no model in memory. Models load on threads of their own: a slow load delays only
 * the requests for that model. Safe for use by many threads.
 */
final class ModelCache {
  private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);
  private static final int MAX_REFERENCES = 1_000;
  private static final Duration UNUSED = Duration.ofMinutes(30);
  private static final int LOADERS = 2;
  private static final int MAX_WAITING_LOADS = 16;

  private final ModelRegistry registry;
  private final long mostBytes;
  private final Cache<ModelRef, ModelVersion> references =
      Caffeine.newBuilder().maximumSize(MAX_REFERENCES).expireAfterAccess(UNUSED).build();
  private final AsyncCache<ModelVersion, ServedModel> models;
  private final ThreadPoolExecutor loaders =
      new ThreadPoolExecutor(
          LOADERS,
          LOADERS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING_LOADS),
          daemons("almanac-model-load"));
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(daemons("almanac-models"));

  /**
   * A cache that may use a quarter of the heap.
   *
   * @param maxModels how many versions are kept in memory at most
   */
  ModelCache(ModelRegistry registry, int maxModels) {
    this(registry, maxModels, Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * @param maxBytes of memory that all cached models may use together, as estimated by {@link
   *     ServedModel#estimatedBytes}; the least recently used are dropped first. A model that is
   *     larger by itself is cached alone.
   */
  ModelCache(ModelRegistry registry, int maxModels, long maxBytes) {
    this(registry, maxModels, maxBytes, ModelMemory.most());
  }

  /**
   * @param mostBytes of memory that one model may take, as estimated; a larger one is not loaded
   */
  ModelCache(ModelRegistry registry, int maxModels, long maxBytes, long mostBytes) {
    this.registry = registry;
    this.mostBytes = mostBytes;
    // One weight bounds both: no model counts for less than its share of the number.
    long least = Math.max(1, maxBytes / maxModels);
    this.models =
        Caffeine.newBuilder()
            .maximumWeight(kib(maxBytes))
            .<ModelVersion, ServedModel>weigher(
                (version, model) ->
                    (int)
                        Math.min(
                            Integer.MAX_VALUE,
                            kib(Math.min(maxBytes, Math.max(least, model.estimatedBytes())))))
            .buildAsync();
  }

  /** Starts to resolve the references in use again at this interval. */
  void follow(Duration interval) {
    ScheduledFuture<?> unused =
        scheduler.scheduleWithFixedDelay(
            this::resolveAgain, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The model of a reference, loaded if it is not in memory.
   *
   * @throws AlmanacException NO_SUCH_MODEL, NO_SUCH_VERSION, NO_SUCH_ALIAS, VERSION_WITHDRAWN,
   *     PARITY_FAILED, ARTIFACT_DAMAGED, STORE_UNAVAILABLE
   * @throws ApiException 503 if too many other models wait to be loaded, or it is too large for the
   *     heap
   */
  ServedModel get(ModelRef ref) {
    ModelVersion version = references.getIfPresent(ref);
    if (version != null) {
      CompletableFuture<ServedModel> loaded = models.getIfPresent(version);
      if (loaded != null) {
        return result(loaded);
      }
    }
    RegisteredVersion registered = registry.resolve(ref);
    ServedModel model = load(registered);
    references.put(ref, registered.version());
    return model;
  }

  private ServedModel load(RegisteredVersion registered) {
    try {
      return result(
          models.get(
              registered.version(),
              (version, executor) ->
                  CompletableFuture.supplyAsync(() -> loadNow(registered), loaders)));
    } catch (RejectedExecutionException e) {
      throw new ApiException(
          503,
          "BUSY",
          String.format(
              Locale.ROOT,
              "%s is not in memory, and %d other models wait to be loaded; try again later.",
              registered.version(),
              MAX_WAITING_LOADS));
    }
  }

  private ServedModel loadNow(RegisteredVersion registered) {
    long begun = System.nanoTime();
    ServedModel model = ServedModel.load(registry, registered, mostBytes);
    LOG.info(
        "model={} engine={} estimatedBytes={} millis={} loaded",
        model.version(),
        model.engine(),
        model.estimatedBytes(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    return model;
  }

  private static ServedModel result(CompletableFuture<ServedModel> loaded) {
    try {
      return loaded.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AlmanacException(ErrorCode.INTERNAL, "a model was not loaded: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(
          503, "BUSY", "the request was ended while its model was being loaded.");
    }
  }

  /** Resolves every reference in use again. */
  void resolveAgain() {
    references.asMap().forEach(this::resolveAgain);
  }

  private void resolveAgain(ModelRef ref, ModelVersion known) {
    try {
      RegisteredVersion registered = registry.resolve(ref);
      if (!registered.version().equals(known)) {
        load(registered);
        LOG.info("{} resolves to {} now, before to {}", ref, registered.version(), known);
        replace(ref, known, registered.version());
      }
    } catch (AlmanacException e) {
      if (e.code() == ErrorCode.STORE_UNAVAILABLE) {
        LOG.warn("{} is answered by {} still: {}", ref, known, e.getMessage());
      } else {
        LOG.warn("{} is not answered any more: {}", ref, e.getMessage());
        forget(ref, known);
      }
    } catch (ApiException e) {
      LOG.warn("{} is answered by {} still: {}", ref, known, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("{} cannot be resolved", ref, e);
      forget(ref, known);
    }
  }

  private void replace(ModelRef ref, ModelVersion known, ModelVersion now) {
    references.asMap().replace(ref, known, now);
  }

  /** Removes a reference; the next request resolves it again. */
  private void forget(ModelRef ref, ModelVersion known) {
    references.asMap().remove(ref, known);
  }

  /** Number of models in memory, for tests. */
  int size() {
    models.synchronous().cleanUp();
    return models.asMap().size();
  }

  void close() {
    scheduler.shutdownNow();
    loaders.shutdownNow();
  }

  private static long kib(long bytes) {
    return Math.max(1, bytes >> 10);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
