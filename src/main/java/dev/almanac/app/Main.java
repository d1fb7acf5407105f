package dev.almanac.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where the JVM begins, for the launcher and for {@code spark-submit} alike. */
public final class Main {
  private Main() {}

  /**
   * Runs one command. Returns normally on success, so that a cluster manager that wraps the driver
   * sees it end by itself; exits with the error's code otherwise, after Spark was stopped.
   */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = new CommandLineApp(Surroundings.ofProcess(), out, err).run(args);
    out.flush();
    err.flush();
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
