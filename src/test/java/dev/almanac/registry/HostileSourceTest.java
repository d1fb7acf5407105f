package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.bytes;
import static dev.almanac.registry.Samples.publish;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.Progress;
import dev.almanac.files.FileStore;
import dev.almanac.testing.MemoryFileStore;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that somebody made by hand, each hash right, to harm whoever copies or reads it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileSourceTest {
  private static final String VERSION = "churn/versions/" + run(1) + "/";
  private static final String LEDGER = "churn/ledger/";

  private final MemoryFileStore source = new MemoryFileStore();
  private final ModelRegistry dev = registry(source);
  private final MemoryFileStore target = new MemoryFileStore();

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../../x", "/etc/passwd", "file:///etc/passwd", "hdfs://h/x", "a//b"})
  void refusesAFileThatIsNamedOutsideOfItsVersion(String name) {
    forge(files -> with(files, new ArtifactFile(name, 1, "0")));
    assertRefused(".name' is wrong");
  }

  @ParameterizedTest
  @CsvSource({"-1, 'bytes'", "9223372036854775807, less than the 9223372036854775807 bytes"})
  void refusesAnImpossibleLength(long bytes, String why) {
    forge(
        files ->
            files.stream()
                .map(
                    file ->
                        file.name().equals("model.pmml")
                            ? new ArtifactFile(file.name(), bytes, file.sha256())
                            : file)
                .toList());
    assertRefused(why);
  }

  @Test
  void readsAFileWithoutEndNoFurtherThanItsManifestSays() {
    RegisteredVersion version = publish(dev, run(1));
    FileStore endless = opening("model.pmml", new Endless());
    assertThatThrownBy(
            () -> registry(target).copyFrom(registry(endless), version, run(60), Progress.SILENT))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("it has more than the");
    assertThat(target.walk("")).isEmpty();
    MemoryFileStore folder = new MemoryFileStore();
    assertThatThrownBy(() -> registry(endless).open(version).exportTo(folder))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("it has more than the");
    assertThat(folder.read("model.pmml")).isEmpty();
  }

  @Test
  void refusesAFileThatIsExchangedAfterItWasVerified() {
    RegisteredVersion version = publish(dev, run(1));
    assertThat(dev.verifier().all(Progress.SILENT).isClean()).isTrue();
    source.write(VERSION + "model.pmml", bytes("<PMML/> by " + run(7)));
    assertThatThrownBy(() -> registry(target).copyFrom(dev, version, run(60), Progress.SILENT))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("expected SHA-256");
    assertThat(target.walk("")).isEmpty();
  }

  @Test
  void refusesAManifestOfMoreFilesThanThereAre() {
    List<ArtifactFile> many = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      many.add(new ArtifactFile("f" + i, 1, "0"));
    }
    forge(
        files -> {
          many.addAll(0, files);
          return many;
        });
    assertRefused("f0 is missing");
  }

  @Test
  void refusesALengthThatWouldFillTheMemory() {
    RegisteredVersion version =
        forge(files -> List.of(new ArtifactFile("model.pmml", 1L << 30, "0")));
    assertThatThrownBy(() -> dev.open(version).read("model.pmml", 1 << 20))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("1,073,741,824 bytes, more than the 1,048,576 that are read");
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000_000L, 999_999_999_999_999_999L})
  void countsTheGapInALedgerAndDoesNotWalkThroughIt(long number) {
    publish(dev, run(1));
    source.write(LEDGER + String.format(Locale.ROOT, "%020d.json", number), bytes("{}"));
    assertThatThrownBy(() -> dev.show(CHURN))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("00000000000000000002.json is damaged: it is missing");
    assertThat(dev.verifier().all(Progress.SILENT).findings())
        .hasSizeBetween(3, 150)
        .anySatisfy(
            finding ->
                assertThat(finding.what())
                    .isEqualTo("missing, as all up to number " + (number - 1) + " are"))
        .anySatisfy(finding -> assertThat(finding.path()).contains(String.valueOf(number)));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 999999999999999999", "0, 999999999999999999", "2, 2147483646"})
  void passesOverAPageOfAnImpossibleRange(long first, long last) {
    publish(dev, run(1));
    publish(dev, run(2));
    LedgerLog log = new Ledger(source, CHURN).read();
    LedgerCheckpoint.Range range = new LedgerCheckpoint.Range(first, last);
    String hash = hashOfTheFirst();
    source.write(
        Layout.page(CHURN, range),
        new LedgerCheckpoint(range, hash, log.lastHash(), List.of()).write());
    if (last > 2) {
      assertThatThrownBy(() -> dev.show(CHURN))
          .isInstanceOfSatisfying(
              AlmanacException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED));
    } else {
      assertThat(dev.show(CHURN).events()).hasSize(2);
    }
    assertThat(dev.verifier().all(Progress.SILENT).findings())
        .anySatisfy(finding -> assertThat(finding.path()).isEqualTo(Layout.page(CHURN, range)));
  }

  private String hashOfTheFirst() {
    LedgerLog log = new LedgerLog(source, CHURN);
    log.readNext();
    return log.lastHash();
  }

  /** Version 1 of these files, as an author would register it who owns the whole registry. */
  private RegisteredVersion forge(UnaryOperator<List<ArtifactFile>> files) {
    RegisteredVersion honest = publish(dev, run(1));
    Manifest manifest = honest.manifest();
    Manifest hostile =
        new Manifest(
            manifest.model(), manifest.runId(), manifest.facts(), files.apply(manifest.files()));
    byte[] forged = ManifestJson.write(hostile);
    source.write(VERSION + "manifest.json", forged);
    LedgerEvent.Registered event =
        new LedgerEvent.Registered(
            new LedgerEvent.Stamp(1, Samples.NOW, "eve", run(1)),
            1,
            "versions/" + run(1),
            Digests.sha256(forged),
            Optional.empty());
    source.write(LEDGER + "00000000000000000001.json", EventJson.write(event, EventJson.NONE));
    return RegisteredVersion.of(CHURN, event, hostile);
  }

  private static List<ArtifactFile> with(List<ArtifactFile> files, ArtifactFile more) {
    List<ArtifactFile> all = new ArrayList<>(files);
    all.add(more);
    return all;
  }

  private void assertRefused(String why) {
    assertThatThrownBy(
            () ->
                registry(target)
                    .copyFrom(
                        dev, dev.resolve(ModelRef.parse("churn:1")), run(60), Progress.SILENT))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining(why);
    assertThat(target.walk("")).isEmpty();
  }

  /** The source, one of whose files is another each time it is opened. */
  private FileStore opening(String name, InputStream content) {
    return (FileStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {FileStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("open") && arguments[0].toString().endsWith(name)) {
                return content;
              }
              try {
                return method.invoke(source, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      Arrays.fill(buffer, offset, offset + length, (byte) 'x');
      return length;
    }
  }
}
