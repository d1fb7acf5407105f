package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.publish;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.Progress;
import dev.almanac.files.FileStore;
import dev.almanac.testing.MemoryFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and pipes that somebody put into a registry's folder on a local disk. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileDiskTest {
  private static final String LINK = "is a symbolic link or a device";

  @TempDir private Path folder;
  private Path root;
  private Path outside;
  private FileStore store;
  private ModelRegistry registry;
  private RegisteredVersion version;

  @BeforeEach
  void fill() throws IOException {
    root = folder.resolve("registry");
    outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "s3cret-w0rd");
    store = Samples.store(root);
    registry = registry(store);
    version = publish(registry, run(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"outside/kept", "outside", "/dev/zero", "itself", "gone"})
  void refusesALinkInAFilesPlace(String target) throws IOException {
    Path file = file("model.pmml");
    Files.delete(file);
    link(file, target);
    assertRefused(() -> registry.open(version).read("model.pmml"));
    assertRefused(() -> registry.open(version).exportTo(new MemoryFileStore()));
    MemoryFileStore other = new MemoryFileStore();
    assertRefused(() -> registry(other).copyFrom(registry, version, run(60), Progress.SILENT));
    assertThat(other.walk("")).isEmpty();
    assertFound("churn/versions/" + run(1) + "/model.pmml", LINK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"outside/kept", "outside", "/dev/zero", "itself", "gone"})
  void findsALinkThatTheManifestDoesNotKnowAndGoesOn(String target) throws IOException {
    publish(registry, run(2));
    link(file("pipeline/more"), target);
    Files.writeString(
        root.resolve("churn/versions/" + run(2) + "/model.pmml"), "<PMML/> by " + run(7));
    assertRefused(() -> registry.open(version).verifiedLocation("pipeline", (name, all) -> {}));
    assertFound("churn/versions/" + run(1), LINK);
    assertFound("churn/versions/" + run(2) + "/model.pmml", "SHA-256");
  }

  @Test
  void findsALinkInPlaceOfALedgerOrAnEventAndGoesOn() throws IOException {
    Path ledger = root.resolve("churn/ledger");
    Path event = ledger.resolve("00000000000000000001.json");
    Files.move(event, outside.resolve("event"));
    link(event, "outside/event");
    assertRefused(() -> registry.show(CHURN));
    assertFound("churn/ledger/00000000000000000001.json", LINK);

    Files.delete(event);
    Files.move(outside.resolve("event"), event);
    Files.move(ledger, outside.resolve("ledger"));
    link(ledger, "outside/ledger");
    assertRefused(() -> registry.show(CHURN));
    assertRefused(() -> publish(registry, run(3)));
    assertFound("churn/ledger", LINK);
    assertThat(outside.resolve("ledger"))
        .isDirectoryContaining(path -> path.endsWith(event.getFileName()));
  }

  @Test
  void cleansNothingThroughALink() throws IOException {
    Path abandoned = root.resolve("churn/versions/" + run(5));
    Files.createDirectories(abandoned);
    Files.writeString(abandoned.resolve("model.pmml"), "half");
    RegistryCleaner cleaner = registry(store, Instant.now().plus(Duration.ofDays(30))).cleaner();
    List<OrphanFiles> found = cleaner.find(Duration.ofDays(7));
    assertThat(found).hasSize(1);
    // exchanged between the search and the removal
    Files.delete(abandoned.resolve("model.pmml"));
    link(abandoned.resolve("link"), "outside");
    assertThat(cleaner.remove(found.get(0), run(90))).isTrue();
    assertThat(outside.resolve("kept")).hasContent("s3cret-w0rd");

    link(abandoned, "outside");
    assertRefused(() -> cleaner.find(Duration.ofDays(7)));
    assertRefused(() -> cleaner.remove(found.get(0), run(90)));
    assertThat(outside.resolve("kept")).hasContent("s3cret-w0rd");
  }

  @Test
  void refusesALinkInTheRoot() throws IOException {
    link(root.resolve("other"), "outside");
    assertRefused(registry::models);
    assertRefused(() -> registry.verifier().all(Progress.SILENT));
    assertThat(registry.open(version).read("model.pmml")).isNotEmpty();
  }

  @Test
  void doesNotWaitForAPipe() throws Exception {
    for (String name : List.of("model.pmml", "manifest.json")) {
      Files.delete(file(name));
      pipe(file(name));
      assertRefused(() -> registry.open(registry.resolve(ModelRef.parse("churn:1"))).read(name));
      assertRefused(
          () ->
              registry(new MemoryFileStore())
                  .copyFrom(registry, version, run(60), Progress.SILENT));
    }
    pipe(root.resolve("churn/ledger/00000000000000000002.json"));
    assertRefused(() -> registry.show(CHURN));
    assertFound("churn/ledger/00000000000000000002.json", LINK);
  }

  @Test
  void exportsNothingIntoALinkThatWaitsInItsFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("export"));
    link(target.resolve("model.pmml"), "outside/kept");
    assertRefused(() -> registry.open(version).exportTo(Samples.store(target)));
    assertThat(outside.resolve("kept")).hasContent("s3cret-w0rd");
  }

  private Path file(String name) {
    return root.resolve("churn/" + version.folder()).resolve(name);
  }

  private void link(Path link, String target) throws IOException {
    Files.createSymbolicLink(link, target.equals("itself") ? link : folder.resolve(target));
  }

  private static void pipe(Path path) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor())
        .isZero();
  }

  private static void assertRefused(ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining(LINK)
        .hasMessageNotContaining("s3cret-w0rd");
  }

  private void assertFound(String path, String what) {
    assertThat(registry.verifier().all(Progress.SILENT).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.path()).isEqualTo(path);
              assertThat(finding.what()).contains(what);
            });
  }
}
