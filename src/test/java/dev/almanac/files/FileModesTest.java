package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may write to what a local store has written, whatever the umask of its process. */
final class FileModesTest {
  @TempDir private Path folder;

  /** In a process of its own, since no Java process can change its umask. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      FileStore store = new LocalFileStore(Path.of(arguments[0]), WriterPolicy.MANY);
      byte[] content = "x".getBytes(StandardCharsets.UTF_8);
      store.createExclusive("m/ledger/1.json", content);
      store.write("m/versions/v/model.pmml", content);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, rw-rw-r--, rwxrwxr-x", "022, rw-r--r--, rwxr-xr-x", "077, rw-------, rwx------"})
  void letsNobodyElseWriteWhatTheUmaskIs(String umask, String file, String directory)
      throws IOException, InterruptedException {
    Path root = folder.resolve("registry");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                root.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("output"))).isZero();
    List<Path> written;
    try (Stream<Path> all = Files.walk(root)) {
      written = all.toList();
    }
    assertThat(written).hasSize(7);
    for (Path path : written) {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
      assertThat(PosixFilePermissions.toString(modes))
          .as(path.toString())
          .isEqualTo(Files.isDirectory(path) ? directory : file);
    }
  }
}
