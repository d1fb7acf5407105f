package dev.almanac.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCategory;
import dev.almanac.core.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Output of a command: text, or one JSON document with {@code --json}. Results go to standard
 * output, progress and errors to standard error, so that a pipe receives only results; with {@code
 * --json} an error is a document on standard output.
 */
final class Output {
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // equivalent JSON without characters that control a terminal
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writer();

  private final PrintWriter out;
  private final PrintWriter err;
  private final OutputOptions options;
  private final UnaryOperator<String> redactor;

  Output(PrintWriter out, PrintWriter err, OutputOptions options) {
    this(out, err, options, UnaryOperator.identity());
  }

  /**
   * Creates an output.
   *
   * @param redactor removes secrets of the configuration from errors, those of libraries included
   */
  Output(PrintWriter out, PrintWriter err, OutputOptions options, UnaryOperator<String> redactor) {
    this.out = out;
    this.err = err;
    this.options = options;
    this.redactor = redactor;
  }

  static Output of(CommandLine command, ParseResult parsed) {
    ParseResult deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    Object user = deepest.commandSpec().userObject();
    return user instanceof BaseCommand base
        ? base.output()
        : new Output(command.getOut(), command.getErr(), new OutputOptions());
  }

  /** Progress on standard error; empty with {@code --quiet}. */
  Optional<ConsoleProgress> progress(ProcessEnvironment surroundings) {
    return options.quiet
        ? Optional.empty()
        : Optional.of(new ConsoleProgress(err, surroundings.clock(), surroundings.terminal()));
  }

  /** Prints a result: the lines as text, or the value as JSON. */
  void result(String lines, Object value) {
    if (options.json) {
      out.println(json(value));
    } else {
      out.println(Text.printableLines(lines.stripTrailing()));
    }
    out.flush();
  }

  /** Prints a warning that does not stop the command. */
  void warning(String sentence) {
    err.println("warning: " + sentence);
    err.flush();
  }

  /**
   * Prints the error of a failed command; internal errors and {@code --verbose} add the stack
   * trace.
   */
  void error(AlmanacException e) {
    String message = redactor.apply(String.valueOf(e.getMessage()));
    if (options.json) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("code", e.code().name());
      error.put("exitCode", e.code().category().exitCode());
      error.put("message", message);
      out.println(json(Map.of("error", error)));
      out.flush();
    } else {
      err.println("error " + e.code() + ": " + Text.printableLines(message));
    }
    if (options.verbose || e.code().category() == ErrorCategory.INTERNAL) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      err.print(redactor.apply(trace.toString()));
    } else if (e.getCause() != null && !options.json) {
      err.println("(--verbose shows the stack trace)");
    }
    err.flush();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result that is no JSON", e);
    }
  }
}
