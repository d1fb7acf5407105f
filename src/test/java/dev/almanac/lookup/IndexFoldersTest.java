package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders of a copy are nobody else's, and are not emptied where a link points to. */
final class IndexFoldersTest {
  @TempDir private Path folder;

  @Test
  void makesFoldersForItsOwnerAlone() throws IOException {
    Path made = folder.resolve("a/b");
    IndexFolders.makeOwn(made);
    IndexFolders.makeOwn(made);
    assertThat(Files.getPosixFilePermissions(made))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(made.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void removesNothingThroughALink() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "kept");
    Path index = Files.createDirectory(folder.resolve("index"));
    Files.createSymbolicLink(index.resolve("_native"), outside);
    assertThatThrownBy(() -> NativeLibraries.unpackBelow(index))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("it is a symbolic link; remove it");
    assertThat(outside.resolve("kept")).hasContent("kept");
  }
}
