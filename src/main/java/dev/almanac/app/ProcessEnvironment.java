package dev.almanac.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a process finds around it, in one place so that a test can hand in another world.
 *
 * @param environment the environment variables
 * @param workingDirectory what relative paths on the command line begin at
 * @param clock the time
 * @param random where fresh run ids come from
 * @param userName who the ledger says did it; looked up when it is needed, for it takes a while
 * @param terminal whether a person watches standard error; the launcher knows and says so by {@code
 *     ALMANAC_TERMINAL=1}
 */
record ProcessEnvironment(
    Map<String, String> environment,
    Path workingDirectory,
    Clock clock,
    RandomGenerator random,
    Supplier<String> userName,
    Terminal terminal) {
  /** Whether progress may redraw a line. */
  enum Terminal {
    INTERACTIVE,
    LOG
  }

  /** Who the ledger says did it. */
  String user() {
    return userName.get();
  }

  static ProcessEnvironment ofProcess() {
    return new ProcessEnvironment(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Clock.systemUTC(),
        RandomGenerator.getDefault(),
        ProcessUser::name,
        "1".equals(System.getenv("ALMANAC_TERMINAL")) ? Terminal.INTERACTIVE : Terminal.LOG);
  }
}
