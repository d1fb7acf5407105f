package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Progress;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import dev.almanac.testing.FaultyFileStore;
import dev.almanac.testing.FaultyFileStore.Crash;
import dev.almanac.testing.FaultyFileStore.Fault;
import dev.almanac.testing.MemoryFileStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages save time and never change what a ledger says. */
final class LedgerCheckpointTest {
  private static final String PAGE_ONE =
      "churn/ledger/_events-00000000000000000001-00000000000000000100.jsonl";
  private static final String LAST_OF_PAGE = "churn/ledger/00000000000000000100.json";

  private final MemoryFileStore store = new MemoryFileStore();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | ",
        "99 | ",
        "100 | 1-100",
        "250 | 1-100 101-200",
        "1000 | 1-1000",
        "1130 | 1-1000 1001-1100",
        "12345 | 1-10000 10001-11000 11001-12000 12001-12100 12101-12200 12201-12300"
      })
  void coversALedgerWithFewPages(long length, String pages) {
    List<String> cover =
        LedgerCheckpoint.cover(length).stream()
            .map(page -> page.first() + "-" + page.last())
            .toList();
    assertThat(String.join(" ", cover)).isEqualTo(pages == null ? "" : pages);
  }

  @Test
  void areWrittenWithEveryHundredthEventAndSayTheSame() {
    LedgerFiller filler = new LedgerFiller(store, CHURN).fillTo(99);
    assertThat(pages()).isEmpty();
    List<LedgerEvent> before = new Ledger(store, CHURN).read().events();
    refuse(500);
    assertThat(pages()).containsExactly(PAGE_ONE);
    List<LedgerEvent> events = new Ledger(store, CHURN).read().events();
    assertThat(events).hasSize(100).startsWith(before.toArray(LedgerEvent[]::new));
    refuse(501);
    assertThat(new Ledger(store, CHURN).read().events()).hasSize(101);
    assertThat(registry(store).verifier().all(Progress.SILENT).findings())
        .allSatisfy(finding -> assertThat(finding.path()).contains("/versions/"));
    assertThat(filler).isNotNull();
  }

  @Test
  void areReadInsteadOfTheFilesTheyRepeat() {
    new LedgerFiller(store, CHURN).fillTo(1_250).pages();
    List<LedgerEvent> whole = new Ledger(store, CHURN).read().events();
    FaultyFileStore counting = new FaultyFileStore(store, Fault.NONE, 1);
    assertThat(new Ledger(counting, CHURN).read().events()).isEqualTo(whole).hasSize(1_250);
    // a listing, three pages, fifty files
    assertThat(counting.operations()).isEqualTo(1 + 3 + 50);
  }

  @Test
  void catchUpWithALedgerThatHasNone() {
    new LedgerFiller(store, CHURN).fillTo(1_299);
    refuse(2_000);
    assertThat(pages())
        .hasSize(4)
        .contains("churn/ledger/_events-00000000000000000001-00000000000000001000.jsonl");
  }

  @Test
  void keepEventsOfLaterReleases() {
    LedgerFiller filler = new LedgerFiller(store, CHURN).fillTo(98);
    LedgerEvent.Stamp stamp = new LedgerEvent.Stamp(99, Samples.NOW, "eve", run(3));
    LedgerEvent unknown =
        new LedgerEvent.Unknown(
            stamp,
            "praised",
            "{\"at\":\"2026-05-01T03:15:00.123Z\",\"by\":\"eve\",\"how\":{\"b\":[1,2.5],\"z\":\"ü\"},\"kind\":\"praised\",\"runId\":\"%s\",\"schema\":1,\"seq\":99}"
                .formatted(run(3)),
            false);
    filler.append(unknown);
    assertThat(new Ledger(store, CHURN).read().events().get(98)).isEqualTo(unknown);
    refuse(500);
    assertThat(pages()).hasSize(1);
    assertThat(new Ledger(store, CHURN).read().events().get(98)).isEqualTo(unknown);
  }

  @Test
  void arePassedOverWhereAByteIsWrong() {
    new LedgerFiller(store, CHURN).fillTo(130).pages();
    List<LedgerEvent> events = new Ledger(store, CHURN).read().events();
    byte[] whole = store.read(PAGE_ONE).orElseThrow();
    for (int i = 0; i < whole.length; i += 53) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      store.write(PAGE_ONE, flipped);
      assertThat(new Ledger(store, CHURN).read().events()).isEqualTo(events);
      store.write(PAGE_ONE, Arrays.copyOf(whole, i));
      assertThat(new Ledger(store, CHURN).read().events()).isEqualTo(events);
    }
    assertThat(registry(store).verifier().all(Progress.SILENT).findings())
        .extracting(VerificationReport.Finding::path)
        .contains(PAGE_ONE);
  }

  @Test
  void areNotBelievedAgainstTheFileThatFollows() {
    new LedgerFiller(store, CHURN).fillTo(130).pages();
    forgePage();
    // the next event follows another hash than the forged page ends with
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> new Ledger(store, CHURN).read())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("00000000000000000101.json");
    assertThat(registry(store).verifier().all(Progress.SILENT).findings())
        .extracting(VerificationReport.Finding::path)
        .contains(PAGE_ONE);
  }

  @Test
  void areNotBelievedAgainstTheFileTheyEndWith() {
    new LedgerFiller(store, CHURN).fillTo(100).pages();
    forgePage();
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> new Ledger(store, CHURN).read())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining(LAST_OF_PAGE);
  }

  @Test
  void reportThatTheNewestEventsWereTakenAway() {
    new LedgerFiller(store, CHURN).fillTo(100).pages();
    store.deleteTree(LAST_OF_PAGE);
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> new Ledger(store, CHURN).read())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining(LAST_OF_PAGE)
        .withMessageContaining("it is missing");
  }

  @Test
  void doNotHideAMissingFileFromTheVerifier() {
    new LedgerFiller(store, CHURN).fillTo(130).pages();
    store.deleteTree("churn/ledger/00000000000000000050.json");
    assertThat(new Ledger(store, CHURN).read().events()).hasSize(130);
    assertThat(registry(store).verifier().all(Progress.SILENT).findings())
        .extracting(VerificationReport.Finding::path)
        .contains("churn/ledger/00000000000000000050.json");
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void neverFailTheEventThatTheyFollow(Fault fault) {
    MemoryFileStore filled = new MemoryFileStore();
    new LedgerFiller(filled, CHURN).fillTo(99);
    // the operations before these read one event file each
    int k = 95;
    FaultyFileStore faulty;
    do {
      k++;
      MemoryFileStore copy = new MemoryFileStore();
      for (FileEntry file : filled.walk("")) {
        copy.write(file.name(), filled.read(file.name()).orElseThrow());
      }
      faulty = new FaultyFileStore(copy, fault, k);
      boolean result = reports(faulty);
      int length = new Ledger(copy, CHURN).read().events().size();
      assertThat(length).isBetween(result ? 100 : 99, 100);
      registry(copy).recordRefusal(CHURN, run(500), List.of("bad"), Optional.empty());
      registry(copy).recordRefusal(CHURN, run(501), List.of("bad"), Optional.empty());
      assertThat(new Ledger(copy, CHURN).read().events()).hasSize(101);
    } while (faulty.operations() >= k);
    assertThat(k).isGreaterThan(100);
  }

  @Test
  void areTheSameWhoeverWritesThem() throws Exception {
    new LedgerFiller(store, CHURN).fillTo(90);
    CyclicBarrier start = new CyclicBarrier(16);
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<Future<Integer>> racers =
          IntStream.range(0, 16)
              .mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            start.await();
                            refuse(600 + i);
                            return i;
                          }))
              .toList();
      for (Future<Integer> racer : racers) {
        racer.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(pages()).containsExactly(PAGE_ONE);
    assertThat(new Ledger(store, CHURN).read().events()).hasSize(106);
    assertThat(registry(store).verifier().all(Progress.SILENT).findings())
        .allSatisfy(finding -> assertThat(finding.path()).contains("/versions/"));
  }

  /** A page that is good in itself and tells another story. */
  private void forgePage() {
    FileStore other = new MemoryFileStore();
    LedgerFiller filler = new LedgerFiller(other, CHURN).fillTo(99);
    LedgerEvent.Stamp stamp = new LedgerEvent.Stamp(100, Samples.NOW, "eve", run(3));
    filler.append(new LedgerEvent.Withdrawn(stamp, 1, "forged"));
    filler.pages();
    store.write(PAGE_ONE, other.read(PAGE_ONE).orElseThrow());
  }

  private static boolean reports(FileStore faulty) {
    try {
      registry(faulty).recordRefusal(CHURN, run(500), List.of("bad"), Optional.empty());
      return true;
    } catch (AlmanacException | Crash e) {
      return false;
    }
  }

  private void refuse(int runNumber) {
    registry(store).recordRefusal(CHURN, run(runNumber), List.of("bad"), Optional.empty());
  }

  private List<String> pages() {
    return store.walk("").stream()
        .map(FileEntry::name)
        .filter(name -> name.contains("/_events-"))
        .toList();
  }

  @Test
  void leadToTheSameState() {
    new LedgerFiller(store, CHURN).fillTo(1_000);
    ModelState plain = new Ledger(store, CHURN).read().state();
    MemoryFileStore paged = new MemoryFileStore();
    new LedgerFiller(paged, CHURN).fillTo(1_000).pages();
    assertThat(new Ledger(paged, CHURN).read().state()).isEqualTo(plain);
    assertThat(plain.target(Alias.CHAMPION)).hasValue(900);
  }
}
