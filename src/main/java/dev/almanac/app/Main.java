package dev.almanac.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where the JVM begins, for the launcher and for {@code spark-submit} alike. */
public final class Main {
  private Main() {}

  /**
   * Runs one command. Returns normally on success, so that a cluster manager that wraps the driver
   * sees it end by itself; exits with the error's code otherwise, after Spark was stopped.
   */
  public static void main(String[] args) {
    // what is written must not depend on where it is written: digits, points and letters of a
    // locale
    Locale.setDefault(Locale.ROOT);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = new CommandLineApp(ProcessEnvironment.ofProcess(), out, err).run(args);
    out.flush();
    err.flush();
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
