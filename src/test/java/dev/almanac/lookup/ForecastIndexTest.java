package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.TableFixture;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy says what the table says, of one version at a time, whatever happens to both. */
class ForecastIndexTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final Instant SCORED = Instant.parse("2026-05-05T03:15:00.25Z");
  private static final StructType COLUMNS =
      new StructType()
          .add("id", StringType.STRING)
          .add("n", LongType.LONG)
          .add("prediction", StringType.STRING)
          .add("probability", DoubleType.DOUBLE)
          .add("seen", DateType.DATE);

  @TempDir private Path folder;
  private final BlockCache cache = new BlockCache(8L << 20);
  private final List<ForecastIndex> open = new ArrayList<>();

  @AfterEach
  void closeAll() {
    open.forEach(ForecastIndex::close);
    cache.close();
  }

  @Test
  void findsWhatTheTableHasAndSaysWhatItSays() {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 40, 1), rows(40, 80, 1)));
    table.publish(MONDAY.plusDays(1), made(2), List.of(rows(0, 60, 2)));
    ForecastIndex copy = copy(table);
    assertThat(copy.read()).as("nothing before the first load").isEmpty();

    ForecastIndex.Refreshed refreshed = copy.refresh();

    assertThat(refreshed).isEqualTo(new ForecastIndex.Refreshed(table.version(), true, 3, 0, 140));
    try (IndexSnapshot reader = copy.read().orElseThrow()) {
      assertThat(reader.keyColumns()).containsExactly("id", "n");
      assertThat(reader.newest().orElseThrow().runId()).isEqualTo("run-2");
      ForecastLookup lookup = ForecastLookup.open(table.path());
      for (int i = 0; i < 60; i++) {
        assertThat(reader.find(key(i), new RunDateSelector.Newest()))
            .contains(lookup.find(key(i), java.util.Optional.empty()));
      }
      assertThat(reader.find(key(70), new RunDateSelector.Newest())).isEmpty();
      assertThat(reader.missing(key(70), new RunDateSelector.Newest()))
          .hasMessageContaining("on run date 2026-05-05")
          .hasMessageContaining("It has forecasts for this key on 2026-05-04");
      assertThat(reader.find(key(70), new RunDateSelector.On(MONDAY)).orElseThrow().runId())
          .isEqualTo("run-1");
      assertThat(reader.find(key(5), new RunDateSelector.AsOf(MONDAY)).orElseThrow().runId())
          .isEqualTo("run-1");
      assertThat(
              reader
                  .find(key(5), new RunDateSelector.AsOf(MONDAY.plusDays(9)))
                  .orElseThrow()
                  .runId())
          .isEqualTo("run-2");
      assertThat(reader.history(key(5), 10))
          .extracting(Forecast::runId)
          .containsExactly("run-2", "run-1");
      assertThat(reader.history(key(5), 1)).hasSize(1);
      assertRefused(
          () -> reader.find(key(5), new RunDateSelector.On(MONDAY.minusDays(1))),
          ErrorCode.NO_SUCH_FORECAST);
      assertRefused(
          () -> reader.find(key(5), new RunDateSelector.AsOf(MONDAY.minusDays(1))),
          ErrorCode.NO_SUCH_FORECAST);
      assertRefused(
          () -> reader.find(Map.of("id", "k1"), new RunDateSelector.Newest()),
          ErrorCode.BAD_OPTION);
      assertRefused(
          () -> reader.find(Map.of("id", "k1", "n", "x"), new RunDateSelector.Newest()),
          ErrorCode.BAD_OPTION);
    }
  }

  @Test
  void loadsOnlyFilesThatAreNewAndForgetsThoseThatAreGone() {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 10, 1), rows(10, 20, 1)));
    ForecastIndex copy = copy(table);
    copy.refresh();

    table.publish(MONDAY.plusDays(1), made(2), List.of(rows(0, 10, 2)));
    assertThat(copy.refresh())
        .isEqualTo(new ForecastIndex.Refreshed(table.version(), true, 1, 0, 30));
    assertThat(copy.refresh().changed()).isFalse();

    table.publish(MONDAY, made(3), List.of(rows(0, 5, 3)));
    assertThat(copy.refresh())
        .isEqualTo(new ForecastIndex.Refreshed(table.version(), true, 1, 2, 15));
    try (IndexSnapshot reader = copy.read().orElseThrow()) {
      assertThat(reader.find(key(3), new RunDateSelector.On(MONDAY)).orElseThrow().runId())
          .isEqualTo("run-3");
      assertThat(reader.find(key(7), new RunDateSelector.On(MONDAY))).isEmpty();
    }
  }

  @Test
  void aReaderSeesTheVersionItBeganWith() {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 50, 1)));
    ForecastIndex copy = copy(table);
    copy.refresh();
    try (IndexSnapshot before = copy.read().orElseThrow()) {
      for (int run = 2; run < 6; run++) {
        table.publish(MONDAY, made(run), List.of(rows(0, 50, run)));
        copy.refresh();
      }
      for (int i = 0; i < 50; i++) {
        assertThat(before.find(key(i), new RunDateSelector.Newest()).orElseThrow().runId())
            .isEqualTo("run-1");
      }
    }
  }

  @Test
  void readersNeverSeeAMixtureOrAGapWhilePublicationsCome() throws Exception {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 10, 1), rows(10, 20, 1)));
    ForecastIndex copy = copy(table);
    copy.refresh();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int r = 0; r < 2; r++) {
        counts.add(
            readers.submit(
                () -> {
                  int passes = 0;
                  for (boolean last = false; !last; passes++) {
                    last = over.get();
                    try (IndexSnapshot reader = copy.read().orElseThrow()) {
                      String run = reader.newest().orElseThrow().runId();
                      for (int i = 0; i < 20; i++) {
                        Forecast forecast =
                            reader.find(key(i), new RunDateSelector.Newest()).orElseThrow();
                        assertThat(forecast.runId()).isEqualTo(run);
                        assertThat(forecast.values())
                            .containsEntry("prediction", "p" + run.substring(4) + "-" + i);
                      }
                    }
                    // the processors are needed for what is published, too
                    Thread.sleep(5);
                  }
                  return passes;
                }));
      }
      for (int run = 2; run <= 50; run++) {
        table.publish(MONDAY, made(run), List.of(rows(0, 10, run), rows(10, 20, run)));
        copy.refresh();
      }
      over.set(true);
      for (Future<Integer> count : counts) {
        assertThat(count.get()).isGreaterThan(1);
      }
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void takesUpTheCopyOfAnEarlierProcess() {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 20, 1)));
    ForecastIndex first = copy(table);
    first.refresh();
    first.close();
    open.clear();

    ForecastIndex second = copy(table);

    try (IndexSnapshot reader = second.read().orElseThrow()) {
      assertThat(reader.find(key(3), new RunDateSelector.Newest()).orElseThrow().runId())
          .isEqualTo("run-1");
    }
    assertThat(second.refresh())
        .isEqualTo(new ForecastIndex.Refreshed(table.version(), false, 0, 0, 20));
    table.publish(MONDAY.plusDays(1), made(2), List.of(rows(0, 20, 2)));
    assertThat(second.refresh().filesLoaded()).isEqualTo(1);
  }

  @Test
  void othersLookIntoItAsLongAsItIsOfTheNewestVersion() {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 20, 1)));
    assertThat(ReadOnlyIndex.open(folder.resolve("copy"), table.path())).isEmpty();
    ForecastIndex copy = copy(table);
    copy.refresh();

    try (IndexSnapshot reader =
        ReadOnlyIndex.open(folder.resolve("copy"), table.path()).orElseThrow()) {
      assertThat(reader.find(key(3), new RunDateSelector.Newest()).orElseThrow())
          .isEqualTo(ForecastLookup.open(table.path()).find(key(3), java.util.Optional.empty()));
    }
    table.publish(MONDAY, made(2), List.of(rows(0, 20, 2)));
    assertThat(ReadOnlyIndex.open(folder.resolve("copy"), table.path())).isEmpty();
    copy.refresh();
    try (IndexSnapshot reader =
        ReadOnlyIndex.open(folder.resolve("copy"), table.path()).orElseThrow()) {
      assertThat(reader.newest().orElseThrow().runId()).isEqualTo("run-2");
    }
    assertThat(ReadOnlyIndex.open(folder.resolve("copy"), folder.resolve("other").toString()))
        .isEmpty();
  }

  @Test
  void makesACopyAnewThatCannotBeRead() throws IOException {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 20, 1)));
    ForecastIndex first = copy(table);
    first.refresh();
    first.close();
    open.clear();
    Files.writeString(folder.resolve("copy/copy.json"), "{\"format\":1, \"table\":");

    ForecastIndex second = copy(table);

    assertThat(second.read()).isEmpty();
    assertThat(second.refresh().filesLoaded()).isEqualTo(1);
    try (IndexSnapshot reader = second.read().orElseThrow()) {
      assertThat(reader.find(key(3), new RunDateSelector.Newest())).isPresent();
    }
  }

  @Test
  void buildsAnIndexAgainWhoseListOfRunsIsDamaged() throws IOException {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 20, 1)));
    copy(table).refresh();
    closeCopies();
    Path list = folder.resolve("copy/copy.json");
    String written = Files.readString(list);

    for (String damaged :
        List.of(
            written.replace("\"2026-05-04\"", "\"2026-05-94\""),
            written.replaceAll("\"first\":\"..", "\"first\":\"zz"),
            written.replace("\"LONG\"", "\"LENGTH\""))) {
      assertThat(damaged).isNotEqualTo(written);
      Files.writeString(list, damaged);
      ForecastIndex copy = copy(table);
      assertThat(copy.read()).as(damaged).isEmpty();
      assertThat(copy.refresh().filesLoaded()).isEqualTo(1);
      closeCopies();
    }
  }

  @Test
  void leavesNothingOpenWhenItsFolderCannotBeRead() throws IOException {
    TableFixture table = table();
    Path list = folder.resolve("copy/copy.json");
    Files.createDirectories(list);
    assertRefused(() -> copy(table), ErrorCode.STORE_UNAVAILABLE, "cannot be used");

    Files.delete(list);
    assertThat(copy(table).read()).as("the first try holds no lock").isEmpty();
  }

  @Test
  void noThreadLoadsAnyMoreOnceALoadHasFailed() throws IOException {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 40_000, 1), rows(40_000, 70_000, 1)));
    // The largest file is read first; without it the load fails while the other is being read.
    try (var files = Files.list(folder.resolve("table/run_date=" + MONDAY))) {
      Files.delete(
          files.max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow());
    }
    ForecastIndex copy = copy(table);

    assertRefused(copy::refresh, ErrorCode.WAREHOUSE_UNAVAILABLE);
    assertThat(Thread.getAllStackTraces().values())
        .allSatisfy(
            stack ->
                assertThat(stack)
                    .extracting(StackTraceElement::getClassName)
                    .doesNotContain(
                        DataFileIndexer.class.getName(), SortedRunWriter.class.getName()));
  }

  @Test
  void twoProcessesDoNotKeepOneCopy() {
    TableFixture table = table();
    copy(table);

    assertRefused(() -> copy(table), ErrorCode.STORE_UNAVAILABLE, "If another process serves");
  }

  @Test
  void staysAsItWasWhenTheTableCannotBeRead() throws IOException {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 20, 1)));
    ForecastIndex copy = copy(table);
    copy.refresh();
    table.publish(MONDAY, made(2), List.of(rows(0, 20, 2)));
    try (var files = Files.list(folder.resolve("table/run_date=" + MONDAY))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    assertRefused(copy::refresh, ErrorCode.WAREHOUSE_UNAVAILABLE);
    try (IndexSnapshot reader = copy.read().orElseThrow()) {
      assertThat(reader.find(key(3), new RunDateSelector.Newest()).orElseThrow().runId())
          .isEqualTo("run-1");
    }
  }

  @Test
  void reportsNullForAColumnThatCameLater() {
    TableFixture table = table();
    table.publish(MONDAY, made(1), List.of(rows(0, 20, 1)));
    ForecastIndex copy = copy(table);
    copy.refresh();
    table.addColumn(new StructField("region", StringType.STRING, true));
    List<@Nullable Object[]> wider = new ArrayList<>();
    for (@Nullable Object[] row : rows(0, 20, 2)) {
      wider.add(new Object[] {row[0], row[1], row[2], row[3], row[4], "north"});
    }
    table.publish(MONDAY.plusDays(1), made(2), List.of(wider));

    assertThat(copy.refresh().filesLoaded()).as("the old file is kept").isEqualTo(1);
    try (IndexSnapshot reader = copy.read().orElseThrow()) {
      assertThat(reader.find(key(3), new RunDateSelector.On(MONDAY)).orElseThrow().values())
          .containsEntry("region", null)
          .containsEntry("prediction", "p1-3");
      assertThat(reader.find(key(3), new RunDateSelector.Newest()).orElseThrow().values())
          .containsEntry("region", "north");
    }
  }

  @Test
  void sortsRowsThatComeInAnyOrderAndTakesTheFirstOfAKey() {
    TableFixture table = table();
    List<@Nullable Object[]> shuffled = new ArrayList<>(rows(0, 3_000, 1));
    Collections.shuffle(shuffled, new Random(7));
    shuffled.addAll(rows(0, 10, 9));
    table.publish(MONDAY, made(1), List.of(shuffled));
    ForecastIndex copy = copy(table);

    assertThat(copy.refresh().rows()).isEqualTo(3_000);
    try (IndexSnapshot reader = copy.read().orElseThrow()) {
      for (int i = 0; i < 3_000; i++) {
        assertThat(reader.find(key(i), new RunDateSelector.Newest()).orElseThrow().values())
            .containsEntry("prediction", "p1-" + i);
      }
    }
  }

  @Test
  void readsTextsOfAllKindsAndColumnsThatWereRenamed() {
    TableFixture table = table();
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<String> texts =
        List.of("", "nothing\0inside", "d\u00fcnn", "\ud83d\udef0 far", "\u6771\u4eac");
    for (String text : texts) {
      rows.add(new Object[] {"k" + text, 1L, text, 0.5, null});
    }
    table.publish(MONDAY, made(1), List.of(rows));
    table.rename("prediction", "verdict");
    ForecastIndex copy = copy(table);

    copy.refresh();

    try (IndexSnapshot reader = copy.read().orElseThrow()) {
      for (String text : texts) {
        assertThat(
                reader
                    .find(Map.of("id", "k" + text, "n", "1"), new RunDateSelector.Newest())
                    .orElseThrow()
                    .values())
            .containsEntry("verdict", text);
      }
    }
  }

  private void closeCopies() {
    open.forEach(ForecastIndex::close);
    open.clear();
  }

  private TableFixture table() {
    return new TableFixture(folder.resolve("table"), List.of("id", "n"), COLUMNS);
  }

  private ForecastIndex copy(TableFixture table) {
    ForecastIndex copy =
        ForecastIndex.keep(folder.resolve("copy"), table.path(), Map.of(), cache, 2);
    open.add(copy);
    return copy;
  }

  private static TableFixture.Made made(int run) {
    return new TableFixture.Made("churn", run, "run-" + run, SCORED.plusSeconds(run));
  }

  private static Map<String, String> key(int i) {
    return Map.of("id", "k" + i, "n", Integer.toString(-i));
  }

  private static List<@Nullable Object[]> rows(int from, int to, int salt) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(
          new Object[] {
            "k" + i,
            (long) -i,
            "p" + salt + "-" + i,
            i % 7 == 0 ? null : i / 100.0 + salt,
            i % 5 == 0 ? null : 20_000 + i
          });
    }
    return rows;
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode code, String... said) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              List.of(said).forEach(part -> assertThat(e).hasMessageContaining(part));
            });
  }
}
