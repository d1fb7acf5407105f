package dev.almanac.app;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCategory;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Command-line application: runs a command and maps errors to messages and exit codes. */
final class CommandLineApp {
  private static final int LONGEST_SHOWN = 2_000;

  private final ProcessEnvironment surroundings;
  private final PrintWriter out;
  private final PrintWriter err;

  CommandLineApp(ProcessEnvironment surroundings, PrintWriter out, PrintWriter err) {
    this.surroundings = surroundings;
    this.out = out;
    this.err = err;
  }

  /** Runs one command and returns its exit code. Errors that a user can cause are never thrown. */
  int run(String... args) {
    CommandLine commandLine = commandLine(surroundings, out, err);
    return commandLine.execute(args);
  }

  static CommandLine commandLine(
      ProcessEnvironment surroundings, PrintWriter out, PrintWriter err) {
    CommandLine commandLine =
        new CommandLine(new AlmanacCommand(), new CommandFactory(surroundings));
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setUsageHelpLongOptionsMaxWidth(28);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(CommandLineApp::explain);
    commandLine.setParameterExceptionHandler(CommandLineApp::explainUsage);
    return commandLine;
  }

  private static int explain(Exception e, CommandLine command, ParseResult parsed) {
    Output output = Output.of(command, parsed);
    AlmanacException translated =
        e instanceof AlmanacException known
            ? known
            : new AlmanacException(
                ErrorCode.INTERNAL,
                "an error that Almanac did not foresee: %s%nPlease report it with the trace below."
                    .formatted(e),
                e);
    output.error(translated);
    return translated.code().category().exitCode();
  }

  private static int explainUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    // picocli's message contains the arguments, with their line breaks
    err.println(
        "error BAD_OPTION: " + Text.printable(String.valueOf(e.getMessage()), LONGEST_SHOWN));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    return ErrorCategory.USAGE.exitCode();
  }
}
