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

/**
 * What every command that does something has: its world, how it speaks, where settings come from.
 */
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

  /** The site's settings, for a command without a job. */
  final PlatformSpec settings() {
    ConfigLoader loader = platform.loader(surroundings);
    PlatformSpec settings = inForce(loader.platform(platform.platformFile()));
    warnOf(loader);
    return settings;
  }

  /**
   * Tells the logging where its file is. The configuration names it by a property; nothing logs
   * before the settings are read.
   */
  static PlatformSpec inForce(PlatformSpec settings) {
    logTo("almanac.log.file", settings.logFile());
    logTo("almanac.audit.file", settings.serve().auditFile());
    return settings;
  }

  /** From now on errors are shown without what this takes out of them. */
  final void redactBy(UnaryOperator<String> redactor) {
    secrets = redactor;
  }

  /** Says which environment variables were probably meant to be others. */
  final void warnOf(ConfigLoader loader) {
    loader.mistypedVariables().forEach(output()::warning);
  }

  final Output output() {
    CommandLine command = commandLine();
    return new Output(command.getOut(), command.getErr(), speech, text -> secrets.apply(text));
  }

  /** Options that do not go together, told as picocli tells its own. */
  final CommandLine.ParameterException usage(String what) {
    return new CommandLine.ParameterException(commandLine(), what);
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli hands every command its spec");
    }
    return spec.commandLine();
  }

  /** Names a log file twice, for log4j reads the name of its older files as a pattern. */
  private static void logTo(String property, String file) {
    System.setProperty(property, file);
    System.setProperty(property + ".pattern", file.replace("%", "%%"));
  }
}
