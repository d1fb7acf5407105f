package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.S3Meddler;
import dev.almanac.testing.S3Meddler.Trick;
import dev.almanac.testing.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store on an S3 server, by a connector that can create conditionally. */
@EnabledIfSystemProperty(
    named = "almanac.test.s3a",
    matches = "conditional",
    disabledReason = "runs in the build's execution s3-tests")
final class S3FileStoreIT extends FileStoreContract {
  @Override
  FileStore store(Path root) {
    return open(S3Server.freshRoot(), WriterPolicy.MANY, S3Server.client());
  }

  /** Requests to the server take their turns. */
  @Override
  int races() {
    return 5;
  }

  @Test
  void saysWhereThingsAreWithTheirScheme() {
    assertThat(store.locate("m/a")).startsWith("s3a://registry/").endsWith("/registry/m/a");
    assertThat(store.locate("")).isEqualTo(store.root());
  }

  @Test
  void leavesNoScratchBehind() {
    store.createExclusive("a/1", bytes("x"));
    store.createExclusive("a/1", bytes("y"));
    store.write("a/2", bytes("z"));
    assertThat(store.scratch("")).isEmpty();
  }

  @Test
  void takesNoMarkerOfAFolderForAnEntry() {
    store.createExclusive("m/v/a", bytes("1"));
    store.deleteTree("m/v");
    assertThat(store.list("m")).isEmpty();
    assertThat(store.walk("")).isEmpty();
    store.createExclusive("m/v/b", bytes("2"));
    assertThat(store.list("m/v")).extracting(FileEntry::name).containsExactly("b");
  }

  /** A client repeats a put whose answer was lost, and its own object is in its way. */
  @Test
  void recognisesItsOwnObjectWhenTheAnswerWasLost() throws IOException {
    try (S3Meddler meddler = new S3Meddler(S3Server.endpoint(), Trick.LOSE_ANSWER, 2, 1)) {
      FileStore meddled = meddled(meddler);
      assertThat(meddled.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
      assertThat(meddled.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.EXISTS);
    }
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  @Test
  void sendsAgainWhatNeverArrived() throws IOException {
    try (S3Meddler meddler = new S3Meddler(S3Server.endpoint(), Trick.LOSE_REQUEST, 2, 1)) {
      assertThat(meddled(meddler).createExclusive("m/a", bytes("1")))
          .isEqualTo(CreateOutcome.CREATED);
    }
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenNoPutIsAnswered() throws IOException {
    try (S3Meddler meddler = new S3Meddler(S3Server.endpoint(), Trick.LOSE_REQUEST, 2, 1_000)) {
      FileStore meddled = meddled(meddler);
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(() -> meddled.createExclusive("m/a", bytes("1")))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN))
          .withMessageContaining("m/a: the answer was lost");
    }
    assertThat(store.read("m/a")).isEmpty();
  }

  @Test
  void saysThatTheOutcomeIsUnknownAfterAConflict() throws IOException {
    try (S3Meddler meddler = new S3Meddler(S3Server.endpoint(), Trick.CONFLICT, 2, 1)) {
      FileStore meddled = meddled(meddler);
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(() -> meddled.createExclusive("m/a", bytes("1")))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN));
      assertThat(meddled.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
    }
  }

  @Test
  void saysThatNothingHappenedWhereThePutIsForbidden() throws IOException {
    try (S3Meddler meddler = new S3Meddler(S3Server.endpoint(), Trick.DENY, 2, 1)) {
      FileStore meddled = meddled(meddler);
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(() -> meddled.createExclusive("m/a", bytes("1")))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .withMessageContaining("registry/m/a failed: permission denied");
    }
    assertThat(store.read("m/a")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Trick.class,
      names = {"DROP_CONDITION", "NOT_IMPLEMENTED"})
  void refusesAServerThatDoesNotKeepTheCondition(Trick trick) throws IOException {
    try (S3Meddler meddler = new S3Meddler(S3Server.endpoint(), trick, 0, 1_000)) {
      FileStore meddled = meddled(meddler);
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(() -> meddled.createExclusive("m/a", bytes("1")))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE))
          .withMessageContaining("conditional put")
          .withMessageContaining("Put the registry on a server");
      assertThat(meddled.walk("")).isEmpty();
      assertThat(meddled.scratch("")).isEmpty();
    }
  }

  @Test
  void writesAsTheOperatorSaysWhereOneWriterIsDeclared() throws IOException {
    try (S3Meddler meddler = new S3Meddler(S3Server.endpoint(), Trick.NOT_IMPLEMENTED, 0, 1_000)) {
      FileStore declared =
          open(store.root(), WriterPolicy.SINGLE_DECLARED, S3Server.client(meddler.endpoint()));
      assertThat(declared.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
      assertThat(declared.createExclusive("m/a", bytes("2"))).isEqualTo(CreateOutcome.EXISTS);
      assertThat(declared.scratch("")).isEmpty();
    }
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  /** These settings make S3A leave out its own looks; the condition is the server's to check. */
  @Test
  void keepsThePromiseWhateverIsSavedOnLooks() {
    Map<String, String> hasty = new HashMap<>(S3Server.client());
    hasty.put("fs.s3a.create.performance", "true");
    hasty.put("fs.s3a.performance.flags", "*");
    FileStore hurried = open(store.root(), WriterPolicy.MANY, hasty);
    assertThat(hurried.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
    assertThat(hurried.createExclusive("m/a", bytes("2"))).isEqualTo(CreateOutcome.EXISTS);
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  @Test
  void doesNotTakeABucketThatIsNotThereForAnEmptyOne() {
    FileStore nowhere = open("s3a://nowhere/registry", WriterPolicy.MANY, S3Server.client());
    for (Runnable use :
        List.<Runnable>of(
            () -> nowhere.read("m/a"),
            () -> nowhere.list("m"),
            () -> nowhere.createExclusive("m/a", bytes("1")),
            () -> nowhere.write("m/a", bytes("1")))) {
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(use::run)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .withMessageContaining("s3a://nowhere/registry")
          .withMessageContaining("does not exist");
    }
  }

  @Test
  void saysThatNoServerAnswers() {
    FileStore nobody = open("s3a://registry/x", WriterPolicy.MANY, impatient("http://127.0.0.1:1"));
    for (Runnable use : List.<Runnable>of(() -> nobody.read("m/a"), () -> nobody.list("m"))) {
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(use::run)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .withMessageContaining("s3a://registry/x/m")
          .withMessageContaining("Connection refused");
    }
  }

  private FileStore meddled(S3Meddler meddler) {
    return open(store.root(), WriterPolicy.MANY, impatient(meddler.endpoint()));
  }

  private static Map<String, String> impatient(String endpoint) {
    Map<String, String> client = new HashMap<>(S3Server.client(endpoint));
    client.put("fs.s3a.attempts.maximum", "2");
    client.put("fs.s3a.retry.limit", "1");
    client.put("fs.s3a.retry.interval", "50ms");
    return client;
  }

  private static FileStore open(String root, WriterPolicy policy, Map<String, String> client) {
    return FileStores.open(root, policy, () -> S3Server.settings(client));
  }
}
