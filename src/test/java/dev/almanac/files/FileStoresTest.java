package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileStoresTest {
  private final Path folder;

  FileStoresTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void servesLocalFoldersWithoutHadoop() {
    for (String root : new String[] {"", "file:", "file://", "FILE:"}) {
      FileStore store =
          FileStores.open(
              root + folder,
              WriterPolicy.MANY,
              () -> {
                throw new AssertionError("Hadoop was asked for " + root);
              });
      assertThat(store).isInstanceOf(LocalFileStore.class);
      assertThat(store.root()).isEqualTo(folder.toString());
    }
  }

  @Test
  void refusesAFileOfAnotherHost() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FileStores.open(
                    "file://server/share", WriterPolicy.MANY, () -> new Configuration()))
        .withMessageContaining("names another host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "s3a"})
  void saysWhichConnectorIsMissing(String scheme) {
    String root = scheme + "://bucket/x";
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> FileStores.open(root, WriterPolicy.MANY, () -> new Configuration()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .withMessageContaining("No Hadoop file system for '" + root + "'")
        .withMessageContaining("--packages");
  }

  /** A connector is there and what it needs is not, or not in its version. */
  @Test
  void saysThatAConnectorIsIncomplete() {
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(
            () ->
                FileStores.open("odd:/x", WriterPolicy.MANY, () -> odd(IncompleteFileSystem.class)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .withMessageContaining("No Hadoop file system for 'odd:/x'")
        .withMessageContaining("or not all of it (java.lang.NoClassDefFoundError: sdk/Client)");
  }

  @Test
  void readsButDoesNotWriteAStoreItKnowsNothingOf() {
    FileStore store = unknown(WriterPolicy.MANY);
    assertThat(store.list("")).isEmpty();
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/a", new byte[0]))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE))
        .withMessageContaining("nothing is known about exclusive create on 'odd'")
        .withMessageContaining("almanac.registry.single-writer = true");
  }

  @Test
  void writesAStoreItKnowsNothingOfWhereOneWriterIsDeclared() {
    FileStore store = unknown(WriterPolicy.SINGLE_DECLARED);
    byte[] content = "1".getBytes(StandardCharsets.UTF_8);
    assertThat(store.createExclusive("m/a", content)).isEqualTo(CreateOutcome.CREATED);
    assertThat(store.createExclusive("m/a", new byte[0])).isEqualTo(CreateOutcome.EXISTS);
    assertThat(store.read("m/a")).hasValue(content);
  }

  @Test
  void refusesAnS3ConnectorThatCannotCreateConditionally() throws Exception {
    Configuration hadoop = odd();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("odd:" + folder);
    FileStore store =
        new HadoopFileStore(
            root.getFileSystem(hadoop),
            root,
            new ConditionalExclusiveCreate(root.getFileSystem(hadoop), root));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/a", new byte[0]))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE))
        .withMessageContaining("cannot create a file only if it is absent")
        .withMessageContaining("hadoop-aws 3.4.2 or later");
    assertThat(store.list("m")).isEmpty();
  }

  @Test
  void doesNotTakeNoForAnAnswer() {
    FileStore store =
        FileStores.open(
            "odd:" + folder, WriterPolicy.SINGLE_DECLARED, () -> odd(RefusingFileSystem.class));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/a", new byte[0]))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN))
        .withMessageContaining("rename answered no");
    assertThat(store.read("m/a")).isEmpty();
    store.write("m/v/a", new byte[0]);
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.deleteTree("m/v"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .withMessageContaining("the file system answered no");
  }

  @Test
  void takesAFailingCloseForAFailingWrite() throws Exception {
    Configuration hadoop = odd(FullFileSystem.class);
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("odd:" + folder);
    FileSystem files = root.getFileSystem(hadoop);
    FileStore store =
        new HadoopFileStore(
            files,
            root,
            new RenameExclusiveCreate(
                files,
                (from, to) -> {
                  throw new AssertionError("half a file must not get its name");
                }));
    for (Runnable write :
        List.<Runnable>of(
            () -> store.write("m/a", new byte[1]),
            () -> store.createExclusive("m/b", new byte[1]))) {
      assertThatExceptionOfType(AlmanacException.class)
          .isThrownBy(write::run)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .withMessageContaining("no space left at close");
    }
    assertThat(store.read("m/b")).isEmpty();
  }

  private FileStore unknown(WriterPolicy policy) {
    return FileStores.open("odd:" + folder, policy, FileStoresTest::odd);
  }

  private static Configuration odd() {
    return odd(OddFileSystem.class);
  }

  private static Configuration odd(Class<? extends FileSystem> implementation) {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.odd.impl", implementation, FileSystem.class);
    hadoop.setBoolean("fs.odd.impl.disable.cache", true);
    return hadoop;
  }

  /** A file system under a scheme nobody knows. */
  static class OddFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("odd:///");
    }

    @Override
    public String getScheme() {
      return "odd";
    }
  }

  /** Lacks a library. */
  static final class IncompleteFileSystem extends OddFileSystem {
    @Override
    public void initialize(URI name, Configuration settings) {
      throw new NoClassDefFoundError("sdk/Client");
    }
  }

  /** Says no where others throw. */
  static final class RefusingFileSystem extends OddFileSystem {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) {
      return false;
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) {
      return false;
    }
  }

  /** Sends what was written when the stream is closed, as object stores do, and fails then. */
  static final class FullFileSystem extends OddFileSystem {
    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress) {
      return new FSDataOutputStream(new FailingClose(), null);
    }
  }

  private static final class FailingClose extends ByteArrayOutputStream {
    @Override
    public void close() throws IOException {
      throw new IOException("no space left at close");
    }
  }
}
