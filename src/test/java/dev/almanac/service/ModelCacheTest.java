package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.files.FileStore;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.MemoryFileStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models in memory: bounded whatever clients name, and loaded without delaying each other. */
@Timeout(120)
class ModelCacheTest {
  private static final ModelRef CHAMPION =
      new ModelRef.ByAlias(WeatherModels.WEATHER, Alias.CHAMPION, Optional.empty());

  /** More than the models of these tests occupy, in bytes. */
  private static final long AMPLE = 1L << 34;

  private final MemoryFileStore store = new MemoryFileStore();
  private final ModelRegistry registry = WeatherModels.registry(store);
  private final List<ModelCache> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(ModelCache::close);
  }

  @Test
  void keepsNoMoreModelsThanItMayWhateverReferencesNameThem() {
    publish(6);
    ModelCache models = shelf(registry, 2, AMPLE);
    for (int round = 0; round < 2; round++) {
      for (int number = 1; number <= 6; number++) {
        assertThat(models.get(version(number)).version().number()).isEqualTo(number);
        awaitSize(models, 2);
      }
    }
    assertThat(models.get(CHAMPION).version().number()).isEqualTo(6);
    models.resolveAgain();
    awaitSize(models, 2);
  }

  @Test
  void keepsNoMoreModelsThanFitIntoItsMemory() {
    publish(4);
    long one = shelf(registry, 8, AMPLE).get(version(1)).estimatedBytes();
    ModelCache models = shelf(registry, 1_000, 2 * one + one / 2);
    for (int number = 1; number <= 4; number++) {
      assertThat(models.get(version(number)).version().number()).isEqualTo(number);
    }
    awaitSize(models, 2);

    ModelCache narrow = shelf(registry, 1_000, one / 2);
    ServedModel alone = narrow.get(version(1));
    awaitSize(narrow, 1);
    assertThat(narrow.get(version(1)))
        .as("a model larger than the bound is cached alone")
        .isSameAs(alone);
  }

  @Test
  void keepsTheModelInUseWhenOthersAreNamedOnce() {
    publish(5);
    ModelCache models = shelf(registry, 3, AMPLE);
    ServedModel used = models.get(CHAMPION);
    for (int number = 1; number <= 4; number++) {
      for (int i = 0; i < 20; i++) {
        assertThat(models.get(CHAMPION)).isSameAs(used);
      }
      models.get(version(number));
      models.size();
    }
    assertThat(models.get(CHAMPION)).isSameAs(used);
  }

  @Test
  void aModelThatLoadsSlowlyDelaysNoOther() throws Exception {
    publish(2);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    String slow = registry.resolve(version(1)).folder();
    ModelRegistry registry = WeatherModels.registry(slowAt(slow, reading, goOn));
    ModelCache models = shelf(registry, 4, AMPLE);
    ExecutorService client = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<ServedModel> first =
          CompletableFuture.supplyAsync(() -> models.get(version(1)), client);
      assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(models.get(version(2)).version().number()).isEqualTo(2);
      assertThat(first).isNotDone();
      goOn.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS).version().number()).isEqualTo(1);
    } finally {
      goOn.countDown();
      client.shutdownNow();
    }
  }

  @Test
  void loadsThatWaitAreBounded() throws Exception {
    publish(24);
    CountDownLatch goOn = new CountDownLatch(1);
    ModelRegistry registry = WeatherModels.registry(slowAt("", new CountDownLatch(1), goOn));
    ModelCache models = shelf(registry, 100, AMPLE);
    ExecutorService clients = Executors.newCachedThreadPool();
    try {
      List<CompletableFuture<ServedModel>> requested = new ArrayList<>();
      for (int number = 1; number <= 24; number++) {
        ModelRef ref = version(number);
        requested.add(CompletableFuture.supplyAsync(() -> models.get(ref), clients));
      }
      // two load and sixteen wait; six are refused while none of the others is done
      List<CompletableFuture<ServedModel>> refused = new ArrayList<>();
      while (refused.size() < 6) {
        refused = requested.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
        Thread.onSpinWait();
      }
      assertThat(refused).hasSize(6);
      for (CompletableFuture<ServedModel> one : refused) {
        assertThatThrownBy(one::join)
            .cause()
            .isInstanceOfSatisfying(
                ApiException.class,
                problem -> {
                  assertThat(problem.status()).isEqualTo(503);
                  assertThat(problem.describe()).contains("16 other models wait to be loaded");
                });
      }
      List<CompletableFuture<ServedModel>> others =
          requested.stream().filter(one -> !one.isCompletedExceptionally()).toList();
      assertThat(others).hasSize(18);
      goOn.countDown();
      for (CompletableFuture<ServedModel> one : others) {
        assertThat(one.get(60, TimeUnit.SECONDS)).isNotNull();
      }
    } finally {
      goOn.countDown();
      clients.shutdownNow();
    }
  }

  @Test
  void followsAnAliasAndForgetsAVersionThatIsWithdrawn() {
    publish(2);
    ModelCache models = shelf(registry, 4, AMPLE);
    assertThat(models.get(CHAMPION).version().number()).isEqualTo(2);
    registry.moveAlias(
        WeatherModels.WEATHER, Alias.CHAMPION, 1, OptionalInt.empty(), "back", runId(9));
    assertThat(models.get(CHAMPION).version().number()).as("not resolved again yet").isEqualTo(2);
    models.resolveAgain();
    assertThat(models.get(CHAMPION).version().number()).isEqualTo(1);

    assertThat(models.get(version(2)).version().number()).isEqualTo(2);
    registry.lifeCycle().withdraw(new ModelVersion(WeatherModels.WEATHER, 2), "leak", runId(10));
    models.resolveAgain();
    assertThatThrownBy(() -> models.get(version(2)))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.VERSION_WITHDRAWN));
  }

  /** The cache learns the size of a model just after the one who waits for it has it. */
  private static void awaitSize(ModelCache models, int most) {
    while (models.size() > most) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<Node><True/></Node>", "<Extension name='a' value='0123456789'/>"})
  void doesNotParseADocumentThatCouldTakeAllMemory(String element) {
    publish(1);
    String honest = new String(WeatherModels.document("sklearn-gbt"), StandardCharsets.UTF_8);
    String bomb = honest.replaceFirst("<Header[^>]*/?>", "$0" + element.repeat(20_000));
    WeatherModels.publish(
        registry,
        2,
        bomb.getBytes(StandardCharsets.UTF_8),
        WeatherModels.SIGNATURE,
        DecisionSpec.MIDDLE,
        WeatherModels.PROVEN);
    ModelRegistry copied = WeatherModels.registry(new MemoryFileStore());
    copied.copyFrom(registry, registry.resolve(version(1)), runId(11), Progress.SILENT);
    copied.copyFrom(registry, registry.resolve(version(2)), runId(12), Progress.SILENT);
    ModelCache models = new ModelCache(copied, 8, AMPLE, 3 << 20);
    opened.add(models);
    assertThatThrownBy(() -> models.get(version(2)))
        .isInstanceOfSatisfying(
            ApiException.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.code()).isEqualTo("MODEL_TOO_LARGE");
              assertThat(problem.describe()).contains("model.pmml of weather:2", "larger heap");
            });
    assertThat(models.get(version(1)).version().number()).isEqualTo(1);
  }

  private ModelCache shelf(ModelRegistry registry, int maxModels, long maxBytes) {
    ModelCache models = new ModelCache(registry, maxModels, maxBytes);
    opened.add(models);
    return models;
  }

  private void publish(int versions) {
    for (int run = 1; run <= versions; run++) {
      WeatherModels.publish(
          registry,
          run,
          WeatherModels.document("sklearn-gbt"),
          WeatherModels.SIGNATURE,
          DecisionSpec.MIDDLE,
          WeatherModels.PROVEN);
    }
  }

  private static ModelRef version(int number) {
    return new ModelRef.ByNumber(new ModelVersion(WeatherModels.WEATHER, number));
  }

  private static RunId runId(int run) {
    return new RunId(String.format(Locale.ROOT, "20260506t041500z-%010x", run));
  }

  /** The store, whose files below a folder are opened only once that is allowed. */
  private FileStore slowAt(String folder, CountDownLatch reading, CountDownLatch goOn) {
    return (FileStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {FileStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("open") && arguments[0].toString().contains(folder)) {
                reading.countDown();
                assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
