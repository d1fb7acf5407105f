package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.bytes;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.testing.HostileNames;
import dev.almanac.testing.MemoryFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registry files whose hashes agree and whose content would take a reader's stack or memory. */
@Timeout(60)
final class HostileJsonTest {
  private static final String EVENT = "churn/ledger/00000000000000000001.json";

  private final MemoryFileStore store = new MemoryFileStore();

  @ParameterizedTest
  @ValueSource(ints = {100, 5_000, 1_000_000})
  void refusesDepth(int depth) {
    assertRefused("\"x\": " + "[".repeat(depth) + "]".repeat(depth), "nesting depth");
    assertRefused("\"x\": " + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth), "nesting depth");
    assertRefused("\"x\": " + "[".repeat(depth), "nesting depth");
  }

  @Test
  void refusesNumbersOfManyDigits() {
    assertRefused("\"x\": " + "9".repeat(1_000_000), "Number value length");
    assertRefused("\"x\": 0." + "9".repeat(10_000), "Number value length");
    assertRefused("\"seq\": 1e999999999", "'seq' is not a whole number");
    assertRefused("\"seq\": " + "9".repeat(30), "'seq' is not a whole number");
    assertRefused("\"seq\": 1.5", "'seq' is not a whole number");
  }

  @Test
  void refusesANumberThatADoubleCannotHold() throws MalformedException {
    JsonFields fields = JsonFields.of(Json.read(bytes("{\"a\": 1e999, \"b\": \"Infinity\"}")));
    assertThatThrownBy(() -> fields.number("a")).hasMessageContaining("'a' is not a number that");
    assertThat(fields.number("b")).isInfinite();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"schema\": 1, \"schema\": 1",
        "\"x\": {\"a\": 1, \"a\": 2}",
        "\"a\\u0062\": 1, \"ab\": 1"
      })
  void refusesAKeyTwice(String content) {
    assertRefused(content, "Duplicate field");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\": NaN",
        "\"x\": 'a'",
        "\"x\": 01",
        "\"x\": 1 } {",
        "/* */ \"x\": 1",
        "\"x\": \"\u001b\""
      })
  void refusesWhatIsNoJson(String content) {
    assertRefused(content, "it is not JSON");
  }

  @Test
  void refusesNamesWithoutEnd() {
    assertRefused("\"" + "k".repeat(1 << 20) + "\": 1", "it is not JSON");
  }

  @Test
  void reportsHostileKeysAndValuesInASafeLine() {
    String hostile = "a\\u001b[2J\\u202e\\nb";
    assertRefused("\"" + hostile + "\": 1, \"" + hostile + "\": 1", "Duplicate field");
    assertRefused("\"seq\": 1, \"at\": \"" + hostile + "\"", "'at' is wrong");
  }

  @Test
  void refusesALedgerFileOfAHundredMegabytes() {
    String body = "  \"x\": \"" + "y".repeat(100 << 20) + "\"\n}\n";
    write(body);
    assertDamaged("more than the " + Json.MAX_BYTES + " that are read");

    byte[] zeros = new byte[100 << 20];
    store.write(EVENT, zeros);
    assertDamaged("it does not begin as a ledger file does");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.pmml", "Model.pmml", "MODEL.PMML"})
  void refusesAManifestWithTwins(String twin) {
    Manifest manifest =
        new Manifest(
            CHURN,
            run(1),
            Samples.facts(run(1)),
            List.of(new ArtifactFile("model.pmml", 1, "0"), new ArtifactFile(twin, 1, "0")));
    assertThatThrownBy(() -> ManifestJson.read(ManifestJson.write(manifest)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("'files' has '" + twin + "' twice");
  }

  @Test
  void handsOutNothingThatALinkPutInAFilesPlace(@TempDir Path root) throws IOException {
    ModelRegistry registry = registry(Samples.store(root.resolve("registry")));
    RegisteredVersion version = Samples.publish(registry, run(1));
    Path file = root.resolve("registry/churn/versions/" + run(1) + "/model.pmml");
    Path secret = Files.writeString(root.resolve("secret"), "s3cret-w0rd");
    Files.delete(file);
    Files.createSymbolicLink(file, secret);

    assertThatThrownBy(() -> registry.open(version).read("model.pmml"))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining("model.pmml")
        .hasMessageNotContaining("s3cret-w0rd");

    Path metadata = file.resolveSibling("pipeline");
    Files.move(metadata, root.resolve("elsewhere"));
    Files.writeString(root.resolve("elsewhere/metadata/part-00001"), "more");
    Files.createSymbolicLink(metadata, root.resolve("elsewhere"));
    assertThatThrownBy(
            () -> registry.open(version).verifiedLocation("pipeline", (name, content) -> {}))
        .isInstanceOf(AlmanacException.class);
    assertThat(registry.resolve(ModelRef.parse("churn:1"))).isNotNull();
  }

  /** A ledger file with this content besides what it must have, and the right hash. */
  private void assertRefused(String content, String why) {
    write("  " + content + "\n}\n");
    assertDamaged(why);
  }

  private void write(String body) {
    String with =
        body.contains("\"seq\"") || body.contains("\"schema\"") ? head(body) + body : body;
    store.write(
        EVENT, bytes("{\n  \"_sha256\": \"" + Digests.sha256(bytes(with)) + "\",\n" + with));
  }

  private static String head(String body) {
    return body.contains("\"schema\"") ? "" : "  \"schema\": 1,\n";
  }

  private void assertDamaged(String why) {
    assertThatThrownBy(() -> registry(store).show(CHURN))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining(EVENT + " is damaged")
        .hasMessageContaining(why)
        .satisfies(
            e -> {
              assertThat(String.valueOf(e.getMessage()).lines()).hasSize(3);
              HostileNames.assertSafeLines(String.valueOf(e.getMessage()));
            });
  }
}
