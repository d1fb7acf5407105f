package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What stores promise further whose files can be seen on a local disk. */
abstract class DiskStoreContract extends FileStoreContract {
  @Test
  void leavesNoScratchBehind() throws IOException {
    store.createExclusive("a/1", bytes("x"));
    store.createExclusive("a/1", bytes("y"));
    store.write("a/2", bytes("z"));
    try (var all = Files.walk(folder)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains(FileTrees.SCRATCH));
    }
  }

  @Test
  void hidesItsScratchFiles() throws IOException {
    store.write("m/a", bytes("1"));
    Files.writeString(folder.resolve("registry/m/.almanac-crashed.tmp"), "half");
    assertThat(store.list("m")).extracting(FileEntry::name).containsExactly("a");
    assertThat(store.scratch(""))
        .extracting(FileEntry::name)
        .containsExactly("m/.almanac-crashed.tmp");
    store.deleteTree("m/.almanac-crashed.tmp");
    assertThat(store.scratch("m")).isEmpty();
    assertThat(store.read("m/a")).hasValue(bytes("1"));
  }

  @Test
  void saysWhereThingsAreWithTheirScheme() {
    store.write("m/a", bytes("1"));
    assertThat(store.locate("m/a")).isEqualTo("file:" + folder.resolve("registry/m/a"));
    assertThat(store.locate("")).isEqualTo("file:" + folder.resolve("registry"));
  }

  @Test
  void refusesToReadWholeWhatWouldFillTheMemory() throws IOException {
    store.write("m/a", bytes("1"));
    Path large = folder.resolve("registry/m/large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(BoundedReads.MAX_BYTES + 1L);
    }
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.read("m/large"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("registry/m/large is damaged: it has more than");
  }

  @Test
  void refusesToTakeAFileForAFolder() {
    store.write("m", bytes("1"));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/a", bytes("2")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .withMessageContaining("Creating")
        .withMessageContaining("registry/m/a failed");
  }
}
