package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.bytes;
import static dev.almanac.registry.Samples.publish;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.Progress;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking for damage and cleaning up, whatever store the registry stands on. */
abstract class UpkeepContract {
  private static final Duration WEEK = Duration.ofDays(7);

  private FileStore store;
  private ModelRegistry registry;

  /** An empty store, on a folder that need not be there yet. */
  abstract FileStore store(Path folder) throws IOException;

  @BeforeEach
  final void open(@TempDir Path folder) throws IOException {
    store = store(folder.resolve("registry"));
    registry = registry(store);
    publish(registry, run(1));
    publish(registry, run(2));
  }

  @Test
  void findsNothingWrongWithWhatWasWritten() {
    registry.recordRefusal(new ModelName("refused"), run(9), List.of("bad"), Optional.empty());
    VerificationReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.isClean()).isTrue();
    assertThat(report.models()).isEqualTo(2);
    assertThat(report.events()).isEqualTo(3);
    assertThat(report.versions()).isEqualTo(2);
    assertThat(report.files()).isEqualTo(8);
    assertThat(report.bytes()).isPositive();
  }

  @Test
  void namesEveryFileThatIsDamagedMissingOrNotKnown() {
    String first = "churn/versions/" + run(1);
    String second = "churn/versions/" + run(2);
    store.write(first + "/model.pmml", bytes("<PMML/> by " + run(3)));
    store.deleteTree(first + "/pipeline");
    store.write(first + "/evil.pmml", bytes("<PMML/>"));
    store.write(second + "/manifest.json", bytes("{}"));
    store.write(second + "/model.pmml", bytes("longer than it was before, by quite a bit"));
    assertThat(verify().findings())
        .extracting(VerificationReport.Finding::path)
        .containsExactlyInAnyOrder(
            first + "/model.pmml",
            first + "/pipeline/metadata/part-00000",
            first + "/evil.pmml",
            // its files cannot be told good from bad without their manifest
            second + "/manifest.json");
    assertThat(verify().findings())
        .filteredOn(finding -> finding.path().endsWith("part-00000"))
        .extracting(VerificationReport.Finding::what)
        .containsExactly("missing");
  }

  @Test
  void namesEveryFileOfALedgerThatIsDamagedOrMissing() {
    publish(registry, run(3));
    publish(registry, run(4));
    store.deleteTree("churn/ledger/00000000000000000002.json");
    store.write("churn/ledger/00000000000000000003.json", bytes("{"));
    store.write("churn/ledger/strange.txt", bytes("x"));
    VerificationReport report = verify();
    assertThat(report.findings())
        .extracting(VerificationReport.Finding::path)
        .containsExactlyInAnyOrder(
            "churn/ledger/00000000000000000002.json",
            "churn/ledger/00000000000000000003.json",
            "churn/ledger/strange.txt");
    // the files of versions that good events name are looked at all the same
    assertThat(report.versions()).isEqualTo(2);
  }

  @Test
  void verifiesOneVersionOrSaysThatItIsNotThere() {
    store.write("churn/versions/" + run(1) + "/model.pmml", bytes("x"));
    assertThat(verifyOne(CHURN, 2).isClean()).isTrue();
    assertThat(verifyOne(CHURN, 1).isClean()).isFalse();
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> verifyOne(CHURN, 7))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_VERSION));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> verifyOne(new ModelName("chrn"), 1))
        .withMessageContaining("Did you mean 'churn'?");
  }

  @Test
  void findsOnlyWhatNothingRefersToAndIsOld() {
    Samples.staged(registry, run(3));
    store.write("churn/versions/.almanac-dead.tmp", bytes("half"));
    store.write("churn/versions/NOT A RUN".replace(' ', '_') + "/x", bytes("not ours"));
    assertThat(registry.cleaner().find(WEEK)).isEmpty();
    assertThat(inAMonth().cleaner().find(WEEK))
        .extracting(OrphanFiles::path)
        .containsExactly("churn/versions/" + run(3), "churn/versions/.almanac-dead.tmp");
    assertThat(inAMonth().cleaner().find(WEEK).get(0).bytes()).isGreaterThan(30);
    assertThat(store.read("churn/versions/.almanac-dead.tmp")).isPresent();
  }

  @Test
  void removesWhatItFoundAndNothingElse() {
    Samples.staged(registry, run(3));
    store.write("churn/.almanac-dead.tmp", bytes("half"));
    List<FileEntry> registered = store.walk("churn/versions/" + run(2));
    RegistryCleaner cleaner = inAMonth().cleaner();
    for (OrphanFiles debris : cleaner.find(WEEK)) {
      assertThat(cleaner.remove(debris, run(20))).isTrue();
    }
    assertThat(store.walk("churn/versions/" + run(3))).isEmpty();
    assertThat(store.scratch("")).isEmpty();
    assertThat(store.walk("churn/versions/" + run(2))).isEqualTo(registered);
    assertThat(cleaner.find(Duration.ZERO)).isEmpty();
    assertThat(verify().isClean()).isTrue();
    assertThat(registry.show(CHURN).events().get(2))
        .isInstanceOfSatisfying(
            LedgerEvent.Discarded.class,
            discarded -> assertThat(discarded.run()).isEqualTo(run(3)));
  }

  @Test
  void takesTheRightToPublishFromARunWhoseFilesItRemoves() {
    StagedVersion slow = Samples.staged(registry, run(3));
    RegistryCleaner cleaner = inAMonth().cleaner();
    cleaner.find(WEEK).forEach(debris -> cleaner.remove(debris, run(20)));
    // the run goes on as if nothing had happened, and writes its files once more
    slow.put("model.pmml", bytes("<PMML/>"));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.publish(slow, Samples.facts(run(3))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LOST_RACE))
        .withMessageContaining("ada took its staged files for abandoned");
    assertThat(registry.show(CHURN).versions()).hasSize(2);
    // what it left now goes at once, whatever its age: the ledger has given it up
    assertThat(registry.cleaner().find(WEEK))
        .extracting(OrphanFiles::path)
        .containsExactly("churn/versions/" + run(3));
  }

  @Test
  void keepsAVersionThatWasPublishedAfterItWasFound() {
    StagedVersion slow = Samples.staged(registry, run(3));
    RegistryCleaner cleaner = inAMonth().cleaner();
    List<OrphanFiles> found = cleaner.find(WEEK);
    registry.publish(slow, Samples.facts(run(3)));
    assertThat(found).hasSize(1);
    assertThat(cleaner.remove(found.get(0), run(20))).isFalse();
    assertThat(verify().isClean()).isTrue();
    assertThat(registry.show(CHURN).versions()).hasSize(3);
  }

  @Test
  void cleansUpAfterAModelThatNeverCameToBe() {
    ModelName first = new ModelName("first");
    registry.stage(first, run(5)).put("model.pmml", bytes("<PMML/>"));
    RegistryCleaner cleaner = inAMonth().cleaner();
    List<OrphanFiles> found = cleaner.find(WEEK);
    assertThat(found).extracting(OrphanFiles::path).containsExactly("first/versions/" + run(5));
    assertThat(cleaner.remove(found.get(0), run(20))).isTrue();
    assertThat(store.walk("first/versions")).isEmpty();
    assertThat(registry.models())
        .extracting(ModelSummary::name, ModelSummary::versions)
        .containsExactly(tuple(CHURN, 2), tuple(first, 0));
  }

  private VerificationReport verify() {
    return registry.verifier().all(Progress.SILENT);
  }

  private VerificationReport verifyOne(ModelName model, int number) {
    return registry.verifier().one(model, OptionalInt.of(number), Progress.SILENT);
  }

  private ModelRegistry inAMonth() {
    return registry(store, Instant.now().plus(Duration.ofDays(30)));
  }
}
