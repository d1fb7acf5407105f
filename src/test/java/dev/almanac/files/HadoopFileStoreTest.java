package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;

/** The store for HDFS, on a local folder that is reached through Hadoop. */
final class HadoopFileStoreTest extends DiskStoreContract {
  private static final URI LOCAL = URI.create("file:///");

  @Override
  FileStore store(Path root) throws IOException {
    FileSystem files = FileSystem.get(LOCAL, new Configuration());
    FileContext context = FileContext.getFileContext(LOCAL, new Configuration());
    return store(root, new RenameExclusiveCreate(files, context));
  }

  /** Hadoop's local rename looks first and renames then, so it loses races; HDFS does not. */
  @Override
  int races() {
    return 0;
  }

  @Test
  void recognisesItsOwnRenameWhenTheAnswerIsAnError() throws IOException {
    FileStore store =
        renaming(
            (files, from, to) -> {
              files.rename(from, to);
              throw new IOException("connection reset");
            });
    assertThat(store.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  @Test
  void seesThatAnotherWasFasterWhenTheAnswerIsAnError() throws IOException {
    FileStore store =
        renaming(
            (files, from, to) -> {
              HadoopDisk.write(files, to, bytes("theirs"));
              throw new IOException("connection reset");
            });
    assertThat(store.createExclusive("m/a", bytes("ours"))).isEqualTo(CreateOutcome.EXISTS);
    assertThat(store.read("m/a")).hasValue(bytes("theirs"));
  }

  @Test
  void saysThatNothingHappenedWhenTheRenameFailed() throws IOException {
    FileStore store =
        renaming(
            (files, from, to) -> {
              throw new IOException("name node is in safe mode");
            });
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/a", bytes("1")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .withMessageContaining("name node is in safe mode");
    assertThat(store.list("m")).isEmpty();
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenNothingIsWhereItShouldBe() throws IOException {
    FileStore store =
        renaming(
            (files, from, to) -> {
              assertThat(files.delete(from, false)).isTrue();
              throw new IOException("connection reset");
            });
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/a", bytes("1")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN))
        .withMessageContaining("the answer was lost");
  }

  private interface Rename {
    void rename(FileSystem files, org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException;
  }

  private FileStore renaming(Rename rename) throws IOException {
    FileSystem files = FileSystem.get(LOCAL, new Configuration());
    return store(
        folder.resolve("registry"),
        new RenameExclusiveCreate(files, (from, to) -> rename.rename(files, from, to)));
  }

  private static FileStore store(Path root, HadoopExclusiveCreate claim) throws IOException {
    return new HadoopFileStore(
        FileSystem.get(LOCAL, new Configuration()),
        new org.apache.hadoop.fs.Path(LOCAL.getScheme(), null, root.toString()),
        claim);
  }
}
