package dev.almanac.app;

import dev.almanac.config.ConfigLoader;
import dev.almanac.core.spec.PlatformSpec;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Base class of all executable commands: process environment, output and platform settings. */
abstract class BaseCommand implements Callable<Integer> {
  private final ProcessEnvironment surroundings;

  @Mixin private final OutputOptions speech = new OutputOptions();
  @Mixin private final PlatformOptions platform = new PlatformOptions();
  @Spec private @Nullable CommandSpec spec;
  private UnaryOperator<String> secrets = UnaryOperator.identity();

  BaseCommand(ProcessEnvironment surroundings) {
    this.surroundings = surroundings;
  }

  final ProcessEnvironment surroundings() {
    return surroundings;
  }

  final OutputOptions speech() {
    return speech;
  }

  final PlatformOptions platform() {
    return platform;
  }

  /** Loads the platform settings, for a command without a job. */
  final PlatformSpec settings() {
    ConfigLoader loader = platform.loader(surroundings);
    PlatformSpec settings = inForce(loader.platform(platform.platformFile()));
    warnOf(loader);
    return settings;
  }

  /**
   * Sets the log file properties that the logging configuration reads. Call it before the first log
   * event.
   */
  static PlatformSpec inForce(PlatformSpec settings) {
    logTo("almanac.log.file", settings.logFile());
    logTo("almanac.audit.file", settings.serve().auditFile());
    return settings;
  }

  /** Sets the redactor of all later error messages. */
  final void redactBy(UnaryOperator<String> redactor) {
    secrets = redactor;
  }

  /** Prints a warning for each environment variable that is probably misspelled. */
  final void warnOf(ConfigLoader loader) {
    loader.mistypedVariables().forEach(output()::warning);
  }

  final Output output() {
    CommandLine command = commandLine();
    return new Output(command.getOut(), command.getErr(), speech, text -> secrets.apply(text));
  }

  /** Creates an error for an invalid combination of options, in picocli's format. */
  final CommandLine.ParameterException usage(String what) {
    return new CommandLine.ParameterException(commandLine(), what);
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli hands every command its spec");
    }
    return spec.commandLine();
  }

  /** Sets a log file as two properties, since log4j reads the name of rolled files as a pattern. */
  private static void logTo(String property, String file) {
    System.setProperty(property, file);
    System.setProperty(property + ".pattern", file.replace("%", "%%"));
  }
}
