package dev.almanac.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Environment of the process, in one record so that tests can replace it.
 *
 * @param environment the environment variables
 * @param workingDirectory the base of relative paths on the command line
 * @param clock the time
 * @param random the source of new run ids
 * @param userName the user name for the ledger; evaluated on demand, because the lookup is slow
 * @param terminal whether standard error is an interactive terminal; the launcher detects it and
 *     sets {@code ALMANAC_TERMINAL=1}
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

  /** The user name for the ledger. */
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
