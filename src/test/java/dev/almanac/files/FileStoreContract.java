package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises, whatever it stands on. */
abstract class FileStoreContract {
  Path folder;
  FileStore store;

  /** The store under test, on a folder that need not be there yet. */
  abstract FileStore store(Path root) throws IOException;

  @BeforeEach
  final void open(@TempDir Path temporary) throws IOException {
    folder = temporary;
    store = store(folder.resolve("registry"));
  }

  @Test
  void createsAFileOnceAndKeepsTheFirstContent() {
    assertThat(store.createExclusive("churn/ledger/1.json", bytes("first")))
        .isEqualTo(CreateOutcome.CREATED);
    assertThat(store.createExclusive("churn/ledger/1.json", bytes("second")))
        .isEqualTo(CreateOutcome.EXISTS);
    assertThat(store.read("churn/ledger/1.json")).hasValue(bytes("first"));
  }

  @Test
  void reportsAnAbsentFileFromAnEmptyOne() {
    store.write("empty", new byte[0]);
    assertThat(store.read("empty")).hasValue(new byte[0]);
    assertThat(store.read("absent")).isEmpty();
    assertThat(store.read("no/such/folder")).isEmpty();
    assertThat(store.list("nothing")).isEmpty();
    assertThat(store.walk("nothing")).isEmpty();
    assertThat(store.list("")).extracting(FileEntry::name).containsExactly("empty");
  }

  @Test
  void listsNothingWhereNothingWasEverWritten() {
    assertThat(store.list("")).isEmpty();
    assertThat(store.walk("")).isEmpty();
  }

  @Test
  void writesOverWhatWasWritten() {
    store.write("v/model.pmml", bytes("a long first content"));
    store.write("v/model.pmml", bytes("short"));
    assertThat(store.read("v/model.pmml")).hasValue(bytes("short"));
  }

  @Test
  void writesWhatAStreamHolds() {
    byte[] large = new byte[300_000];
    large[299_999] = 7;
    store.write("v/large", new ByteArrayInputStream(large));
    store.write("v/empty", new ByteArrayInputStream(new byte[0]));
    assertThat(store.read("v/large")).hasValue(large);
    assertThat(store.read("v/empty")).hasValue(new byte[0]);
  }

  @Test
  void listsChildrenAndWalksTheTreeByName() {
    store.write("m/v/b", bytes("12"));
    store.write("m/v/a/x", bytes("1"));
    store.write("m/c", bytes("123"));
    assertThat(store.list("m"))
        .extracting(FileEntry::name, FileEntry::kind, FileEntry::bytes)
        .containsExactly(
            tuple("c", FileEntry.Kind.FILE, 3L), tuple("v", FileEntry.Kind.FOLDER, 0L));
    assertThat(store.names("m")).containsExactlyInAnyOrder("c", "v");
    assertThat(store.names("nothing")).isEmpty();
    assertThat(store.walk("m"))
        .extracting(FileEntry::name, FileEntry::bytes)
        .containsExactly(tuple("c", 3L), tuple("v/a/x", 1L), tuple("v/b", 2L));
    assertThat(store.walk("")).extracting(FileEntry::name).contains("m/v/a/x");
  }

  @Test
  void opensWhatItWroteAndNamesWhatIsMissing() throws IOException {
    store.write("m/a", bytes("content"));
    try (InputStream in = store.open("m/a")) {
      assertThat(in.readAllBytes()).isEqualTo(bytes("content"));
    }
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.open("m/b").close())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("registry/m/b is missing");
  }

  @Test
  void deletesATreeAndNothingNextToIt() {
    store.write("m/v/a/x", bytes("1"));
    store.write("m/w", bytes("1"));
    store.deleteTree("m/v");
    store.deleteTree("m/never-was");
    store.write("m/single", bytes("1"));
    store.deleteTree("m/single");
    assertThat(store.walk("m")).extracting(FileEntry::name).containsExactly("w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "../x",
        "a/../../b",
        "a/..",
        "a/./b",
        "/etc/passwd",
        "//host/x",
        "a//b",
        "a/",
        "%2e%2e/x\\y",
        "a\\..\\b",
        "C:x",
        "file:/etc/passwd",
        "s3a://bucket/x",
        "a\nb",
        "a\u0000b",
        "a b",
        "\u202Egnp",
        "\uFF0E\uFF0E/x",
        "x.",
        "a..b",
        "a*",
        "a?b",
        "~root/$HOME"
      })
  void refusesPathsThatAreNotInside(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.read(path))
        .withMessageContaining("is not a path inside the store");
    assertThatIllegalArgumentException().isThrownBy(() -> store.write(path, bytes("x")));
    assertThatIllegalArgumentException().isThrownBy(() -> store.createExclusive(path, bytes("x")));
    assertThatIllegalArgumentException().isThrownBy(() -> store.deleteTree(path));
    assertThatIllegalArgumentException().isThrownBy(() -> store.list(path));
    assertThatIllegalArgumentException().isThrownBy(() -> store.locate(path));
  }

  @Test
  void refusesToDeleteItself() {
    assertThatIllegalArgumentException().isThrownBy(() -> store.deleteTree(""));
  }

  @Test
  void keepsScratchFilesOutOfItsListings() {
    store.write("m/a", bytes("1"));
    store.write("m/.almanac-crashed.tmp", bytes("half"));
    assertThat(store.list("m")).extracting(FileEntry::name).containsExactly("a");
    assertThat(store.walk("")).extracting(FileEntry::name).containsExactly("m/a");
    assertThat(store.scratch(""))
        .extracting(FileEntry::name)
        .containsExactly("m/.almanac-crashed.tmp");
    store.deleteTree("m/.almanac-crashed.tmp");
    assertThat(store.scratch("m")).isEmpty();
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  @Test
  void showsAFileWholeOrNotAtAll() throws Exception {
    byte[] content = new byte[1 << 18];
    Arrays.fill(content, (byte) 1);
    AtomicInteger writing = new AtomicInteger(1);
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> looks =
          reader.submit(
              () -> {
                int seen = 0;
                for (int i = 1; i <= 10; i = writing.get()) {
                  Optional<byte[]> found = store.read("m/" + i);
                  seen++;
                  found.ifPresent(bytes -> assertThat(bytes).isEqualTo(content));
                }
                return seen;
              });
      for (; writing.get() <= 10; writing.incrementAndGet()) {
        store.createExclusive("m/" + writing.get(), content);
      }
      assertThat(looks.get()).isPositive();
    } finally {
      reader.shutdownNow();
    }
  }

  /** How many rounds of a race are run; none where the file system itself loses races. */
  int races() {
    return 40;
  }

  @Test
  void letsOneOfManyCreatorsWin() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < races(); round++) {
        race(pool, threads, "race/" + round);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void race(ExecutorService pool, int threads, String path)
      throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Callable<CreateOutcome>> racers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      byte[] content = bytes("racer " + i);
      racers.add(
          () -> {
            start.await();
            return store.createExclusive(path, content);
          });
    }
    List<Integer> winners = new ArrayList<>();
    List<Future<CreateOutcome>> outcomes = pool.invokeAll(racers);
    for (int i = 0; i < threads; i++) {
      if (outcomes.get(i).get() == CreateOutcome.CREATED) {
        winners.add(i);
      }
    }
    assertThat(winners).as(path).hasSize(1);
    assertThat(store.read(path)).hasValue(bytes("racer " + winners.get(0)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
