package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.testing.MemoryFileStore;
import dev.almanac.testing.TableFixture;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that ask all the time while one publication follows the other. A forecast says by its
 * value which publication it is of, so each answer can be held against what the version that its
 * receipt names has: there is no such thing as an answer that is nearly right.
 */
class RepublishingTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-05-01");
  private static final Instant SCORED = Instant.parse("2026-05-05T03:15:00Z");
  private static final int PUBLICATIONS = 21;
  private static final int CLIENTS = 4;
  private static final int KEYS = 60;
  private static final int BATCH = 25;

  /** By table version: the publication that each date stands for then. */
  private final Map<Long, NavigableMap<LocalDate, Integer>> standing = new ConcurrentHashMap<>();

  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger answers = new AtomicInteger();
  private final Path folder;
  private volatile boolean over;

  RepublishingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void answersFromOneVersionEachWhileTheTableIsPublishedAgainAndAgain() throws Exception {
    TableFixture table =
        new TableFixture(
            folder.resolve("rain"),
            List.of("day"),
            new StructType().add("day", LongType.LONG).add("prediction", StringType.STRING));
    publish(table, FIRST, 0);
    ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
    try (TestService site = site().ready()) {
      List<Future<Set<Long>>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(pool.submit(client(site, client)));
      }
      for (int publication = 1; publication <= PUBLICATIONS; publication++) {
        publish(table, date(publication), publication);
        long refreshed =
            site.post("/v1/tables/rain:refresh", "").json().path("tableVersion").asLong();
        assertThat(refreshed).isEqualTo(table.version());
        awaitAnswers(clients);
      }
      over = true;
      Set<Long> versions = new TreeSet<>();
      for (Future<Set<Long>> client : clients) {
        versions.addAll(client.get());
      }
      assertThat(wrong.stream().limit(5))
          .as("%d things are wrong with %d answers, such as", wrong.size(), answers.get())
          .isEmpty();
      assertThat(versions)
          .as("versions that clients saw")
          .containsAll(LongStream.rangeClosed(2, table.version()).boxed().toList());
    } finally {
      over = true;
      pool.shutdownNow();
    }
  }

  /** A new date, other values for the newest one, and other values for one of the past, in turn. */
  private LocalDate date(int publication) {
    LocalDate newest = newest().lastKey();
    return switch (publication % 3) {
      case 0 -> newest;
      case 1 -> newest.plusDays(1);
      default -> FIRST.plusDays(publication % (newest().size() - 1));
    };
  }

  /** Lets every client ask at least once more: what it had asked before may be answered of old. */
  private void awaitAnswers(List<Future<Set<Long>>> clients) throws InterruptedException {
    int enough = answers.get() + 3 * CLIENTS;
    while (answers.get() < enough && clients.stream().noneMatch(Future::isDone)) {
      Thread.sleep(1);
    }
  }

  /** Asks for single keys and for batches in turn, until all is over; gives the versions it saw. */
  private Callable<Set<Long>> client(TestService site, int number) {
    return () -> {
      Random random = new Random(number);
      Set<Long> versions = new TreeSet<>();
      long last = 1;
      while (!over) {
        long version = random.nextBoolean() ? askOne(site, random, last) : askMany(site, random);
        if (version < last) {
          wrong.add(String.format(Locale.ROOT, "version %d after version %d", version, last));
        }
        last = version;
        versions.add(version);
        answers.incrementAndGet();
      }
      return versions;
    };
  }

  private long askOne(TestService site, Random random, long last) {
    int key = random.nextInt(KEYS);
    List<LocalDate> dates = List.copyOf(newest().keySet());
    LocalDate date = dates.get(random.nextInt(dates.size()));
    boolean named = random.nextBoolean();
    String path = "/v1/forecasts/rain/" + key + (named ? "?run_date=" + date : "");
    TestService.Answer answer = site.get(path);
    if (answer.status() == 404 && named && !dates(last).containsKey(date)) {
      return last; // it is published at this moment, and not loaded yet
    }
    if (answer.status() != 200) {
      wrong.add(path + " is answered with " + answer.json());
      return last;
    }
    long version = answer.json().at("/receipt/tableVersion").asLong();
    check(answer.json(), key, version, named ? Optional.of(date) : Optional.empty());
    return version;
  }

  private long askMany(TestService site, Random random) {
    List<Integer> keys = random.ints(BATCH, 0, KEYS).boxed().toList();
    StringBuilder body = new StringBuilder("{\"keys\":[");
    keys.forEach(key -> body.append("{\"day\":").append(key).append("},"));
    body.setCharAt(body.length() - 1, ']');
    TestService.Answer answer = site.post("/v1/forecasts/rain:batch", body + "}");
    if (answer.status() != 200) {
      wrong.add("a batch is answered with " + answer.json());
      return 0;
    }
    long version = answer.json().path("tableVersion").asLong();
    JsonNode results = answer.json().path("results");
    if (results.size() != BATCH) {
      wrong.add(String.format(Locale.ROOT, "%d results for %d keys", results.size(), BATCH));
    }
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).at("/receipt/tableVersion").asLong() != version) {
        wrong.add("a batch of several versions: " + answer.json());
      }
      check(results.get(i), keys.get(i), version, Optional.empty());
    }
    return version;
  }

  /** Whether a forecast is the one that this version of the table has. */
  private void check(JsonNode forecast, int key, long version, Optional<LocalDate> date) {
    NavigableMap<LocalDate, Integer> dates = dates(version);
    if (dates.isEmpty()) {
      wrong.add("a version that was never published: " + forecast);
      return;
    }
    LocalDate requested = date.orElseGet(dates::lastKey);
    Integer publication = dates.get(requested);
    if (publication == null
        || forecast.at("/key/day").asInt(-1) != key
        || !forecast.at("/forecast/prediction").asText().equals(describe(publication, key))
        || !forecast.at("/receipt/runId").asText().equals("run-" + publication)
        || !forecast.at("/receipt/runDate").asText().equals(requested.toString())
        || forecast.at("/receipt/version").asInt() != publication + 1) {
      wrong.add(
          String.format(
              Locale.ROOT,
              "key %d of %s in version %d is of publication %s: %s",
              key,
              requested,
              version,
              publication,
              forecast));
    }
  }

  private void publish(TableFixture table, LocalDate date, int publication) {
    // It is written down before anybody can see it.
    NavigableMap<LocalDate, Integer> dates = new TreeMap<>(newest());
    dates.put(date, publication);
    standing.put(table.version() + 1, dates);
    List<List<@Nullable Object[]>> files = new ArrayList<>();
    for (int from = 0; from < KEYS; from += KEYS / 2) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (int key = from; key < from + KEYS / 2; key++) {
        rows.add(new Object[] {(long) key, describe(publication, key)});
      }
      files.add(rows);
    }
    table.publish(
        date,
        new TableFixture.Made(
            "weather", publication + 1, "run-" + publication, SCORED.plusSeconds(publication)),
        files);
  }

  private NavigableMap<LocalDate, Integer> newest() {
    return dates(standing.keySet().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  private NavigableMap<LocalDate, Integer> dates(long version) {
    NavigableMap<LocalDate, Integer> dates = standing.get(version);
    return dates == null ? new TreeMap<>() : dates;
  }

  private static String describe(int publication, int key) {
    return "p" + publication + "-" + key;
  }

  private TestService site() {
    ServeSpec.TableSpec rain =
        new ServeSpec.TableSpec(
            "rain", Optional.empty(), ServeSpec.WhenOld.WARN, ServeSpec.OnMiss.NOT_FOUND);
    return new TestService(
        TestService.spec(folder.resolve("serve")).withTables(Map.of("rain", rain)),
        Map.of("rain", folder.resolve("rain").toString()),
        WeatherModels.registry(new MemoryFileStore()),
        SCORED.plusSeconds(7_200));
  }
}
