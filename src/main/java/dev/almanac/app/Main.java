package dev.almanac.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Entry point of the JVM, for the launcher and for {@code spark-submit}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command. Returns normally on success, since a cluster manager may run the driver in
   * its own process; on failure exits with the error's code after Spark has stopped.
   */
  public static void main(String[] args) {
    // The output must not depend on the digits, decimal points and letters of the system locale.
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
