package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class LocalFileStoreTest extends DiskStoreContract {
  @Override
  FileStore store(Path root) {
    return new LocalFileStore(root, WriterPolicy.MANY);
  }

  @Test
  void refusesSymbolicLinksBelowItsRoot() throws IOException {
    FileStore store = store(folder.resolve("registry"));
    store.write("m/a", bytes("1"));
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(folder.resolve("registry/m/link"), secret);
    Files.createSymbolicLink(folder.resolve("registry/out"), folder);
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.read("m/link"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("registry/m/link is a symbolic link");
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.write("out/secret", bytes("x")))
        .withMessageContaining("registry/out is a symbolic link");
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.walk("m"))
        .withMessageContaining("registry/m/link is a symbolic link");
    assertThat(secret).hasContent("secret");
  }

  @Test
  void deletesALinkAndNotWhatItPointsTo() throws IOException {
    FileStore store = store(folder.resolve("registry"));
    store.write("m/v/a", bytes("1"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "kept");
    Files.createSymbolicLink(folder.resolve("registry/m/v/link"), outside);
    store.deleteTree("m/v");
    assertThat(outside.resolve("kept")).hasContent("kept");
    assertThat(folder.resolve("registry/m/v")).doesNotExist();
  }

  @Test
  void mayItselfBeReachedThroughALink() throws IOException {
    Files.createDirectory(folder.resolve("disk"));
    Path root = Files.createSymbolicLink(folder.resolve("registry"), folder.resolve("disk"));
    FileStore store = store(root);
    store.write("m/a", bytes("1"));
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  @Test
  void refusesAFileSystemWithoutHardLinks() {
    FileStore store = without(WriterPolicy.MANY);
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/a", bytes("1")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE))
        .withMessageContaining("it makes no hard links: Die Operation ist nicht erlaubt")
        .withMessageContaining("almanac.registry.single-writer = true");
    assertThat(store.list("m")).isEmpty();
  }

  @Test
  void looksBeforeItCreatesWhereOneWriterIsDeclared() {
    FileStore store = without(WriterPolicy.SINGLE_DECLARED);
    assertThat(store.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
    assertThat(store.createExclusive("m/a", bytes("2"))).isEqualTo(CreateOutcome.EXISTS);
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  @Test
  void recognisesItsOwnLinkWhenARequestIsRepeated() {
    FileStore store =
        linking(
            (link, existing) -> {
              Files.createLink(link, existing);
              throw new FileAlreadyExistsException(link.toString());
            });
    assertThat(store.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
  }

  @Test
  void recognisesItsOwnLinkWhenTheAnswerIsAnError() {
    FileStore store =
        linking(
            (link, existing) -> {
              Files.createLink(link, existing);
              throw new FileSystemException(link.toString(), null, "Input/output error");
            });
    assertThat(store.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
  }

  @Test
  void saysThatNothingHappenedWhenTheLinkFailed() {
    AtomicBoolean full = new AtomicBoolean(true);
    FileStore store =
        linking(
            (link, existing) -> {
              if (full.getAndSet(false)) {
                throw new FileSystemException(
                    link.toString(), null, "Not supported by a full disk");
              }
              Files.createLink(link, existing);
            });
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/a", bytes("1")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .withMessageContaining("Not supported by a full disk");
    assertThat(store.read("m/a")).isEmpty();
    assertThat(store.scratch("m")).isEmpty();
  }

  @Test
  void saysThatALinkToNothingIsInItsWay() throws IOException {
    Path link = folder.resolve("export");
    Files.createSymbolicLink(link, folder.resolve("gone"));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store(link).write("model.pmml", bytes("1")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .withMessageContaining("a symbolic link is in its way, " + link)
        .withMessageContaining("points to " + folder.resolve("gone"));
  }

  private FileStore without(WriterPolicy policy) {
    return new LocalFileStore(
        folder.resolve("registry"),
        policy,
        (link, existing) -> {
          throw new FileSystemException(
              link.toString(), existing.toString(), "Die Operation ist nicht erlaubt");
        });
  }

  private FileStore linking(LocalFileStore.Linker linker) {
    return new LocalFileStore(folder.resolve("registry"), WriterPolicy.MANY, linker);
  }
}
