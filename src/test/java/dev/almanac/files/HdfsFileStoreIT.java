package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.HdfsCluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;

/** The store on a real HDFS, as a user to whom not everything is allowed. */
final class HdfsFileStoreIT extends FileStoreContract {
  private static final String STRANGER = "eve";

  @Override
  FileStore store(Path root) {
    return openAs(HdfsCluster.USER, HdfsCluster.freshRoot());
  }

  /**
   * Each claim is a file written to a disk of this machine, and the name node takes them in turn.
   */
  @Override
  int races() {
    return 15;
  }

  @Test
  void saysWhereThingsAreWithTheirScheme() {
    assertThat(store.locate("m/a")).startsWith("hdfs://localhost:").endsWith("/registry/m/a");
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
  void refusesAStrangerWhoWrites() {
    store.createExclusive("m/a", bytes("1"));
    FileStore strangers = openAs(STRANGER, store.root());
    assertThat(strangers.read("m/a")).hasValue(bytes("1"));
    for (Runnable change :
        List.<Runnable>of(
            () -> strangers.createExclusive("m/b", bytes("2")),
            () -> strangers.write("m/b", bytes("2")),
            () -> strangers.write("m/b", new ByteArrayInputStream(bytes("2"))),
            () -> strangers.deleteTree("m"))) {
      assertDenied(change);
    }
    assertThat(store.walk("")).extracting(FileEntry::name).containsExactly("m/a");
    assertThat(store.scratch("")).isEmpty();
  }

  /** What one may not look at must not seem absent: a reader would take it for an empty ledger. */
  @Test
  void doesNotTakeAFolderThatIsLockedForAnEmptyOne() throws IOException {
    store.createExclusive("m/a", bytes("1"));
    HdfsCluster.files()
        .setPermission(new org.apache.hadoop.fs.Path(store.locate("m")), new FsPermission("700"));
    FileStore strangers = openAs(STRANGER, store.root());
    for (Runnable look :
        List.<Runnable>of(
            () -> strangers.read("m/a"),
            () -> strangers.read("m/absent"),
            () -> strangers.list("m"),
            () -> strangers.walk(""),
            () -> strangers.scratch(""),
            () -> strangers.open("m/a"))) {
      assertDenied(look);
    }
  }

  @Test
  void changesNothingWhileTheNameNodeIsInSafeMode() throws IOException {
    store.createExclusive("m/a", bytes("1"));
    HdfsCluster.inSafeMode(
        () -> {
          for (Runnable change :
              List.<Runnable>of(
                  () -> store.createExclusive("m/b", bytes("2")),
                  () -> store.write("m/a", bytes("2")),
                  () -> store.deleteTree("m"))) {
            assertThatExceptionOfType(AlmanacException.class)
                .isThrownBy(change::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .withMessageContaining("/registry/m")
                .withMessageContaining("Name node is in safe mode");
          }
          assertThat(store.read("m/a")).hasValue(bytes("1"));
        });
    assertThat(store.walk("")).extracting(FileEntry::name).containsExactly("m/a");
    assertThat(store.read("m/a")).hasValue(bytes("1"));
    assertThat(store.createExclusive("m/b", bytes("2"))).isEqualTo(CreateOutcome.CREATED);
  }

  @Test
  void refusesToTakeAFileForAFolder() {
    store.write("m", bytes("1"));
    for (Runnable use :
        List.<Runnable>of(() -> store.createExclusive("m/a", bytes("2")), () -> store.list("m"))) {
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(use::run)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .withMessageContaining("/registry/m");
    }
    assertThat(store.read("m")).hasValue(bytes("1"));
  }

  @Test
  void saysThatNoNameNodeAnswers() {
    Configuration once = HdfsCluster.settings();
    once.setInt("ipc.client.connect.max.retries", 0);
    FileStore nobody =
        FileStores.open("hdfs://localhost:1/registry", WriterPolicy.MANY, () -> once);
    for (Runnable use :
        List.<Runnable>of(
            () -> nobody.read("m/a"),
            () -> nobody.list("m"),
            () -> nobody.createExclusive("m/a", bytes("1")))) {
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(use::run)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .withMessageContaining("hdfs://localhost:1/registry/m")
          .withMessageContaining("ConnectException");
    }
  }

  private static void assertDenied(Runnable use) {
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(use::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .withMessageContaining("/registry/m")
        .withMessageContaining("Permission denied: user=" + STRANGER);
  }

  private static FileStore openAs(String user, String root) {
    return HdfsCluster.as(
        user, () -> FileStores.open(root, WriterPolicy.MANY, HdfsCluster::settings));
  }
}
