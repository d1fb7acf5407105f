package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is on no class path but for {@code --jars} of the launcher: a real H2. */
class AddedDriverIT {
  @TempDir private Path folder;

  @Test
  void aTableIsReadWithADriverThatTheLauncherAdded() throws Exception {
    String url = "jdbc:h2:" + folder.resolve("events");
    fill(url);
    Path checkout = checkout();
    Files.writeString(
        folder.resolve("job.conf"),
        """
        name = events
        run-date = 2026-02-20
        sources.s { format = jdbc
          options { url = "%s", driver = "org.h2.Driver", dbtable = EV, user = sa, password = "" } }
        train { task = regression, label = Y, features { numeric = [X] }
          split { by = random, holdout = 0.2 }, algorithm { name = linear-regression } }
        score { keys = [ID] }
        """
            .formatted(url));

    ProcessBuilder launcher =
        new ProcessBuilder(
                "bash",
                checkout.resolve("scripts/almanac").toString(),
                "--jars",
                h2().toString(),
                "train",
                folder.resolve("job.conf").toString(),
                "-D",
                "almanac.spark.master=local[2]")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile());
    launcher.environment().keySet().removeIf(name -> name.startsWith("ALMANAC_"));
    launcher.environment().put("ALMANAC_BUILD", "never");
    launcher.environment().put("ALMANAC_HEAP", "1g");
    launcher.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = launcher.start();
    process.getOutputStream().close();

    assertThat(process.waitFor()).as(Files.readString(folder.resolve("out"))).isZero();
    assertThat(Files.readString(folder.resolve("out"))).contains("events:1");
  }

  private static void fill(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE EV AS SELECT X AS ID, CAST(MOD(X, 13) AS DOUBLE) AS X, CAST(MOD(X, 13) * 2"
              + " AS DOUBLE) AS Y FROM SYSTEM_RANGE(1, 200)");
    }
  }

  /** The launcher over the classes of this build, without the driver on the class path. */
  private Path checkout() throws IOException {
    Path checkout = folder.resolve("checkout");
    for (String file :
        new String[] {"scripts/almanac", "scripts/lib/java.sh", "conf/log4j2.properties"}) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.copy(Path.of(file), checkout.resolve(file));
    }
    Files.createDirectories(checkout.resolve("target"));
    Files.writeString(checkout.resolve("target/almanac.jar"), "");
    Files.writeString(
        checkout.resolve("target/classpath.txt"),
        classPath()
            .filter(entry -> !entry.equals(h2()) && !entry.endsWith("test-classes"))
            .map(Path::toString)
            .collect(Collectors.joining(":")));
    return checkout;
  }

  private static Stream<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath());
  }

  private static Path h2() {
    return classPath()
        .filter(entry -> String.valueOf(entry.getFileName()).matches("h2-.*\\.jar"))
        .findFirst()
        .orElseThrow();
  }
}
