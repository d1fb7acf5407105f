package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.bytes;
import static dev.almanac.registry.Samples.publish;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.Progress;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import dev.almanac.testing.FaultyFileStore;
import dev.almanac.testing.FaultyFileStore.Crash;
import dev.almanac.testing.FaultyFileStore.Fault;
import dev.almanac.testing.MemoryFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking versions from a registry to one on this store, and back. */
abstract class CopyContract {
  private final FileStore devStore = new MemoryFileStore();
  private final ModelRegistry dev = registry(devStore);

  private FileStore store;
  private ModelRegistry registry;

  /** An empty store, on a folder that need not be there yet. */
  abstract FileStore store(Path folder) throws IOException;

  @BeforeEach
  final void open(@TempDir Path folder) throws IOException {
    store = store(folder.resolve("registry"));
    registry = registry(store);
    publish(dev, run(1));
    publish(dev, run(2));
  }

  @Test
  void keepsHashesAndProvenanceAndSaysWhereItIsFrom() {
    publish(registry, run(50));
    RegisteredVersion source = dev.resolve(ModelRef.parse("churn:2"));
    RegisteredVersion copy = copy(2, 60);
    assertThat(copy.version()).hasToString("churn:2");
    assertThat(copy.manifest()).isEqualTo(source.manifest());
    assertThat(copy.manifestSha256()).isEqualTo(source.manifestSha256());
    assertThat(copy.folder()).isEqualTo("versions/" + run(60));
    for (ArtifactFile file : copy.manifest().files()) {
      assertThat(registry.open(copy).read(file.name()))
          .isEqualTo(dev.open(source).read(file.name()));
    }
    VersionEntry entry = registry.show(CHURN).versions().get(1);
    assertThat(entry.runId()).isEqualTo(run(2));
    assertThat(entry.origin())
        .hasValue(new Origin("memory:/registry", 2, run(2), source.registeredAt(), "ada"));
    assertThat(registry.resolve(ModelRef.parse("churn:2"))).isEqualTo(copy);
    assertThat(registry.verifier().all(Progress.SILENT).isClean()).isTrue();
  }

  @Test
  void copiesAVersionOnce() {
    RegisteredVersion first = copy(2, 60);
    List<FileEntry> files = store.walk("");
    assertThat(copy(2, 61)).isEqualTo(first);
    assertThat(store.walk("")).isEqualTo(files);
    assertThat(registry.registeredBy(CHURN, run(2))).hasValue(first);
  }

  @Test
  void leavesTheOtherRegistryAlone() {
    List<FileEntry> before = devStore.walk("");
    copy(1, 60);
    assertThat(devStore.walk("")).isEqualTo(before);
  }

  @Test
  void copiesACopyOn() {
    copy(2, 60);
    FileStore third = new MemoryFileStore();
    RegisteredVersion copy =
        registry(third)
            .copyFrom(
                registry, registry.resolve(ModelRef.parse("churn:1")), run(70), Progress.SILENT);
    assertThat(copy.manifest().runId()).isEqualTo(run(2));
    assertThat(registry(third).show(CHURN).versions().get(0).origin().map(Origin::registry))
        .hasValue(store.root());
    // and home again, where it is known already
    assertThat(dev.copyFrom(registry(third), copy, run(71), Progress.SILENT).version())
        .hasToString("churn:2");
  }

  @Test
  void refusesADamagedFileAndMakesNoVersionOfIt() {
    RegisteredVersion source = dev.resolve(ModelRef.parse("churn:1"));
    String path = "churn/versions/" + run(1) + "/model.pmml";
    devStore.write(path, bytes("<PMML/> by " + run(9)));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.copyFrom(dev, source, run(60), Progress.SILENT))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining(path)
        .withMessageContaining("expected SHA-256");
    assertThat(registry.models()).isEmpty();
  }

  @Test
  void refusesAVersionThatIsWithdrawnThere() {
    RegisteredVersion source = dev.resolve(ModelRef.parse("churn:1"));
    dev.lifeCycle().withdraw(source.version(), "leaked labels", run(20));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.copyFrom(dev, source, run(60), Progress.SILENT))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.VERSION_WITHDRAWN))
        .withMessageContaining("leaked labels");
    assertThat(store.walk("")).isEmpty();
  }

  @Test
  void refusesAnotherVersionOfTheSameRun() {
    RegisteredVersion source = dev.resolve(ModelRef.parse("churn:1"));
    StagedVersion forged = registry.stage(CHURN, run(1));
    forged.put("model.pmml", bytes("<PMML/> of another kind"));
    registry.publish(forged, Samples.facts(run(1)));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.copyFrom(dev, source, run(60), Progress.SILENT))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LOST_RACE))
        .withMessageContaining("has other content");
  }

  @Test
  void leavesOnlyDebrisWhereACopyBreaksOff() {
    RegisteredVersion source = dev.resolve(ModelRef.parse("churn:1"));
    int k = 0;
    boolean broken = true;
    while (broken) {
      k++;
      ModelRegistry faulty = registry(new FaultyFileStore(store, Fault.CRASH_AFTER, k));
      try {
        faulty.copyFrom(dev, source, run(100 + k), Progress.SILENT);
        broken = false;
      } catch (Crash e) {
        assertThat(registry.verifier().all(Progress.SILENT).findings()).isEmpty();
      }
    }
    assertThat(k).isGreaterThan(5);
    assertThat(registry.show(CHURN).versions()).hasSize(1);
    ModelRegistry later = registry(store, Instant.now().plus(Duration.ofDays(30)));
    RegistryCleaner cleaner = later.cleaner();
    cleaner.find(Duration.ofDays(7)).forEach(debris -> cleaner.remove(debris, run(90)));
    assertThat(store.list("churn/versions")).hasSize(1);
    assertThat(registry.verifier().all(Progress.SILENT).isClean()).isTrue();
  }

  @Test
  void exportsVerifiedFilesIntoAnEmptyFolder() {
    RegisteredVersion copy = copy(2, 60);
    FileStore target = new MemoryFileStore();
    assertThat(registry.open(copy).exportTo(target)).isEqualTo(4);
    assertThat(target.walk(""))
        .extracting(FileEntry::name)
        .containsExactly(
            "manifest.json", "model.pmml", "pipeline/metadata/part-00000", "staged.json");
    assertThat(target.read("model.pmml")).hasValue(bytes("<PMML/> by " + run(2)));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.open(copy).exportTo(target))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION))
        .withMessageContaining("is not empty");
  }

  @Test
  void exportsNothingThatIsDamaged() {
    RegisteredVersion copy = copy(2, 60);
    store.write("churn/" + copy.folder() + "/model.pmml", bytes("<PMML/> by " + run(7)));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.open(copy).exportTo(new MemoryFileStore()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("model.pmml");
  }

  private RegisteredVersion copy(int number, int runNumber) {
    RegisteredVersion source = dev.resolve(ModelRef.parse("churn:" + number));
    return registry.copyFrom(dev, source, run(runNumber), Progress.SILENT);
  }
}
