package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped log4j2.properties with log files in folders of any name. */
class LogFilesTest {
  private static final String[] PROPERTIES = {
    "almanac.log.file",
    "almanac.log.file.pattern",
    "almanac.audit.file",
    "almanac.audit.file.pattern"
  };

  private final Map<String, String> before = new HashMap<>();

  @TempDir private Path folder;

  @BeforeEach
  void remember() {
    for (String name : PROPERTIES) {
      before.put(name, System.getProperty(name));
    }
  }

  @AfterEach
  void restore() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  @Test
  void aPercentSignInAPathIsOne() throws Exception {
    Path home = Files.createDirectories(folder.resolve("we ird %20é#1 %d %i"));
    Cli.Result listed =
        new Cli(home).raw(Map.of("ALMANAC_HOME", home.toString()), "registry", "list");
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    try (LoggerContext context = new LoggerContext("logs of a test")) {
      context.setConfigLocation(Path.of("conf/log4j2.properties").toUri());
      context.start();
      for (String name : new String[] {"file", "audit"}) {
        RollingFileAppender appender = context.getConfiguration().getAppender(name);
        StringBuilder second = new StringBuilder();
        appender
            .getManager()
            .getPatternProcessor()
            .formatFileName(context.getConfiguration().getStrSubstitutor(), second, 2);
        assertThat(second).hasToString(appender.getFileName() + ".2");
        assertThat(second.toString()).startsWith(home.toString());
      }
    }
  }
}
