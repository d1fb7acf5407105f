package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.bytes;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.testing.MemoryFileStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody or something changed behind the registry's back are refused by name. */
final class RegistryDamageTest {
  private static final String LEDGER = "churn/ledger/0000000000000000000";
  private static final String VERSION = "churn/versions/" + run(1);

  private final MemoryFileStore store = new MemoryFileStore();
  private final ModelRegistry registry = registry(store);

  @BeforeEach
  void fill() {
    Samples.publish(registry, run(1));
    registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "first", run(2));
    registry.recordRefusal(CHURN, run(3), List.of("bad"), Optional.of(Samples.evaluation()));
  }

  @ParameterizedTest
  @ValueSource(strings = {LEDGER + "1.json", LEDGER + "2.json", LEDGER + "3.json"})
  void refusesALedgerFileThatWasCutOrHasAnyByteFlipped(String path) {
    byte[] whole = content(path);
    for (int i = 0; i < whole.length; i++) {
      store.write(path, flipped(whole, i));
      assertDamaged(() -> registry.show(CHURN), path);
      store.write(path, Arrays.copyOf(whole, i));
      assertDamaged(() -> registry.show(CHURN), path);
    }
  }

  @Test
  void refusesAManifestThatWasCutOrHasAnyByteFlipped() {
    String path = VERSION + "/manifest.json";
    byte[] whole = content(path);
    for (int i = 0; i < whole.length; i += 7) {
      store.write(path, flipped(whole, i));
      assertDamaged(this::resolve, path);
      store.write(path, Arrays.copyOf(whole, i));
      assertDamaged(this::resolve, path);
    }
  }

  @Test
  void refusesAnArtifactThatIsNotAsTheManifestSays() {
    VersionArtifacts artifacts = registry.open(resolve());
    String path = VERSION + "/model.pmml";
    byte[] whole = content(path);
    for (int i = 0; i < whole.length; i++) {
      store.write(path, flipped(whole, i));
      assertDamaged(() -> artifacts.read("model.pmml"), path);
      store.write(path, Arrays.copyOf(whole, i));
      assertDamaged(() -> artifacts.read("model.pmml"), path);
    }
    store.write(path, Arrays.copyOf(whole, whole.length + 100));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> artifacts.read("model.pmml"))
        .withMessageContaining(
            String.format(
                Locale.ROOT,
                "expected %d bytes with SHA-256 %s, found at least %d with SHA-256 ",
                whole.length,
                Digests.sha256(whole),
                whole.length + 1));
  }

  @Test
  void refusesAFolderWithAFileThatIsNotAsTheManifestSays() {
    VersionArtifacts artifacts = registry.open(resolve());
    String path = VERSION + "/pipeline/metadata/part-00000";
    store.write(path, flipped(content(path), 3));
    assertDamaged(() -> artifacts.verifiedLocation("pipeline", (name, content) -> {}), path);
    assertDamaged(
        () -> artifacts.verifiedLocation("nothing", (name, content) -> {}),
        "churn:1 has no 'nothing'");
  }

  @Test
  void refusesAFolderWithAFileThatTheManifestDoesNotKnow() {
    VersionArtifacts artifacts = registry.open(resolve());
    String path = VERSION + "/pipeline/stages/part-00001";
    store.write(path, bytes("one tree more"));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> artifacts.verifiedLocation("pipeline", (name, content) -> {}))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining(path)
        .withMessageContaining("does not know this file");
  }

  @Test
  void namesAFileOfAVersionThatIsGone() {
    RegisteredVersion version = resolve();
    store.deleteTree(VERSION);
    assertDamaged(() -> registry.open(version).read("model.pmml"), VERSION + "/model.pmml");
    assertDamaged(
        () -> registry.open(version).verifiedLocation("pipeline", (name, content) -> {}),
        "/part-00000");
    assertDamaged(this::resolve, VERSION + "/manifest.json");
  }

  @Test
  void namesALedgerFileThatIsGone() {
    byte[] last = content(LEDGER + "3.json");
    store.deleteTree("churn/ledger");
    store.write(LEDGER + "3.json", last);
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.show(CHURN))
        .withMessageContaining(LEDGER + "1.json is damaged: it is missing, and later files");
  }

  @Test
  void refusesTwoFilesWithOneNumber() {
    store.write(LEDGER + "4.json", content(LEDGER + "3.json"));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.show(CHURN))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining(LEDGER + "4.json is damaged: it says it is number 3 of the ledger");
  }

  @Test
  void refusesAFileThatWasReplacedByAnotherWholeOne() {
    LedgerEvent.Registered forged =
        new LedgerEvent.Registered(
            new LedgerEvent.Stamp(1, Samples.NOW, "eve", run(1)),
            1,
            "versions/evil",
            "0",
            Optional.empty());
    store.write(LEDGER + "1.json", EventJson.write(forged, EventJson.NONE));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.show(CHURN))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining(LEDGER + "2.json")
        .withMessageContaining("one of the two was replaced");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4.json", "00000000000000000004.json.bak", "99999999999999999999.json", "a.txt"})
  void refusesStrangeFilesInALedger(String name) {
    store.write("churn/ledger/" + name, bytes("{}"));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.show(CHURN))
        .withMessageContaining("churn/ledger/" + name + " is damaged: it is no file of a ledger");
  }

  @Test
  void passesOverSideFilesInALedger() {
    store.write("churn/ledger/.00000000000000000001.json.crc", bytes("crc"));
    store.write("churn/ledger/_checkpoint", bytes("of a later release"));
    assertThat(registry.show(CHURN).events()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../secret", "/etc", "file:/etc", "versions/../../x", "ledger", "versions//x"})
  void refusesAVersionFolderThatLeadsOutside(String folder) {
    append(
        "evil",
        new LedgerEvent.Registered(
            new LedgerEvent.Stamp(1, Samples.NOW, "eve", run(1)),
            1,
            folder,
            "0",
            Optional.empty()));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.resolve(ModelRef.parse("evil:1")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining(
            "evil/ledger/00000000000000000001.json is damaged: 'folder' is wrong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../model.pmml", "/etc/passwd", "file:/etc/passwd", "s3a://x/y", "a/../../b", ""})
  void refusesAManifestWithAPathThatLeadsOutside(String name) {
    Manifest manifest =
        new Manifest(
            new ModelName("evil"),
            run(1),
            Samples.facts(run(1)),
            List.of(new ArtifactFile(name, 1, "0")));
    byte[] content = ManifestJson.write(manifest);
    String folder = "versions/" + run(1);
    store.write("evil/" + folder + "/manifest.json", content);
    append(
        "evil",
        new LedgerEvent.Registered(
            new LedgerEvent.Stamp(1, Samples.NOW, "eve", run(1)),
            1,
            folder,
            Digests.sha256(content),
            Optional.empty()));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.resolve(ModelRef.parse("evil:1")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("evil/" + folder + "/manifest.json is damaged")
        .withMessageContaining("'files[0].name' is wrong");
  }

  @Test
  void refusesTheManifestOfAnotherModel() {
    byte[] content = content(VERSION + "/manifest.json");
    store.write("twin/versions/" + run(1) + "/manifest.json", content);
    append(
        "twin",
        new LedgerEvent.Registered(
            new LedgerEvent.Stamp(1, Samples.NOW, "eve", run(1)),
            1,
            "versions/" + run(1),
            Digests.sha256(content),
            Optional.empty()));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.resolve(ModelRef.parse("twin:1")))
        .withMessageContaining("it is the manifest of churn by run " + run(1));
  }

  @Test
  void keepsEventsOfLaterReleasesAndWritesAfterThem() {
    String text = new String(content(LEDGER + "3.json"), StandardCharsets.UTF_8);
    writeSigned(LEDGER + "3.json", text.replace("\"refused\"", "\"praised\""));
    List<LedgerEvent> events = registry.show(CHURN).events();
    assertThat(events.get(2))
        .isInstanceOfSatisfying(
            LedgerEvent.Unknown.class,
            unknown -> {
              assertThat(unknown.kind()).isEqualTo("praised");
              assertThat(unknown.json()).contains("\"reasons\"");
              assertThat(unknown.stamp().runId()).isEqualTo(run(3));
            });
    assertThat(Samples.publish(registry, run(4)).version().number()).isEqualTo(2);
  }

  @Test
  void neitherUsesNorChangesAModelThatALaterReleaseRestricts() {
    String text = new String(content(LEDGER + "3.json"), StandardCharsets.UTF_8);
    writeSigned(
        LEDGER + "3.json",
        text.replace("\"refused\"", "\"embargoed\"")
            .replace("\"schema\"", "\"restricts\": true,\n  \"schema\""));
    assertThat(registry.show(CHURN).events().get(2).restricts()).isTrue();
    assertThat(registry.inspect(ModelRef.parse("churn:1")).version().number()).isEqualTo(1);
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            this::resolve,
            () -> Samples.publish(registry, run(4)),
            () -> registry.lifeCycle().note(CHURN, OptionalInt.empty(), "x", run(5)))) {
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(use)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_NOT_UNDERSTOOD))
          .withMessageContaining("'embargoed' (number 3)");
    }
    assertThat(registry.show(CHURN).events()).hasSize(3);
  }

  @Test
  void readsEventsWithFieldsOfLaterReleases() {
    String text = new String(content(LEDGER + "3.json"), StandardCharsets.UTF_8);
    writeSigned(
        LEDGER + "3.json", text.replace("\"kind\"", "\"invented\": {\"later\": 1},\n  \"kind\""));
    assertThat(registry.show(CHURN).refusals()).hasSize(1);
  }

  @Test
  void refusesSchemasOfLaterReleases() {
    String text = new String(content(LEDGER + "3.json"), StandardCharsets.UTF_8);
    writeSigned(LEDGER + "3.json", text.replace("\"schema\": 1", "\"schema\": 2"));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.show(CHURN))
        .withMessageContaining("it is of schema 2 and this release reads 1; a later release");
  }

  @Test
  void listsAModelWhoseLedgerIsDamagedNextToTheOthers() {
    registry.recordRefusal(new ModelName("delay"), run(4), List.of("bad"), Optional.empty());
    store.write(LEDGER + "2.json", bytes("{"));
    List<ModelSummary> models = registry.models();
    assertThat(models)
        .extracting(summary -> summary.name().value())
        .containsExactly("churn", "delay");
    assertThat(models.get(0).damage().orElseThrow()).contains(LEDGER + "2.json is damaged");
    assertThat(models.get(1).damage()).isEmpty();
  }

  @Test
  void showsAVersionWhoseManifestIsDamagedNextToTheOthers() {
    Samples.publish(registry, run(4));
    store.write(VERSION + "/manifest.json", bytes("{}"));
    List<VersionEntry> versions = registry.show(CHURN).versions();
    assertThat(versions.get(0).manifest()).isEmpty();
    assertThat(versions.get(0).damage().orElseThrow()).contains("expected SHA-256");
    assertThat(versions.get(1).manifest()).isPresent();
  }

  /** Puts an event as the first of a ledger, as one who writes the format by hand would. */
  private void append(String model, LedgerEvent event) {
    store.write(
        model + "/ledger/00000000000000000001.json", EventJson.write(event, EventJson.NONE));
  }

  /** Writes an edited ledger file with the hash that its new lines have. */
  private void writeSigned(String path, String text) {
    String body = text.lines().skip(2).reduce("", (all, line) -> all + line + "\n");
    store.write(path, bytes("{\n  \"_sha256\": \"" + Digests.sha256(bytes(body)) + "\",\n" + body));
  }

  private RegisteredVersion resolve() {
    return registry.resolve(ModelRef.parse("churn:1"));
  }

  private byte[] content(String path) {
    return store.read(path).orElseThrow();
  }

  private static byte[] flipped(byte[] content, int at) {
    byte[] copy = content.clone();
    copy[at] ^= 1;
    return copy;
  }

  private static void assertDamaged(ThrowingCallable use, String path) {
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(use)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining(path);
  }
}
