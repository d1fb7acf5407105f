package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ModelRef;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that only looks at a local registry needs neither Spark nor Hadoop. */
final class RegistryWithoutSparkTest {
  private static final List<String> ENOUGH =
      List.of("classes", "test-classes", "jackson-", "slf4j-api-", "jspecify-");

  @Test
  void looksAtALocalRegistryWithNeitherOnTheClassPath(@TempDir Path folder) throws Exception {
    ModelRegistry registry = Samples.registry(Samples.store(folder));
    Samples.publish(registry, Samples.run(1));
    Path answer = folder.resolveSibling(folder.getFileName() + "-answer.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                Looker.class.getName(),
                folder.toString(),
                answer.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(answer).hasContent("1 churn:1");
  }

  /** Lists, shows and resolves, as the commands do. */
  static final class Looker {
    private Looker() {}

    public static void main(String[] args) throws Exception {
      ModelRegistry registry =
          new ModelRegistry(
              FileStores.open(args[0], WriterPolicy.MANY, new NoHadoop()),
              Clock.systemUTC(),
              "ada");
      String answer =
          registry.models().size()
              + " "
              + registry.resolve(ModelRef.parse("churn:1")).version()
              + (registry.show(CHURN).events().isEmpty() ? " and no events" : "");
      Files.writeString(Path.of(args[1]), answer, StandardCharsets.UTF_8);
    }
  }

  /** A class of its own, since linking a lambda would look for the class it returns. */
  private static final class NoHadoop implements Supplier<Configuration> {
    @Override
    public Configuration get() {
      throw new AssertionError("a local folder needs no Hadoop");
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> ENOUGH.stream().anyMatch(new File(entry).getName()::startsWith))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
