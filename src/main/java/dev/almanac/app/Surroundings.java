package dev.almanac.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a process finds around it, in one place so that a test can hand in another world.
 *
 * @param environment the environment variables
 * @param workingDirectory what relative paths on the command line begin at
 * @param clock the time
 * @param random where fresh run ids come from
 * @param user who the ledger says did it
 * @param terminal whether a person watches standard error; the launcher knows and says so by {@code
 *     ALMANAC_TERMINAL=1}
 */
record Surroundings(
    Map<String, String> environment,
    Path workingDirectory,
    Clock clock,
    RandomGenerator random,
    String user,
    Terminal terminal) {
  /** Whether progress may redraw a line. */
  enum Terminal {
    INTERACTIVE,
    LOG
  }

  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Clock.systemUTC(),
        RandomGenerator.getDefault(),
        System.getProperty("user.name", "unknown"),
        "1".equals(System.getenv("ALMANAC_TERMINAL")) ? Terminal.INTERACTIVE : Terminal.LOG);
  }
}
