package dev.almanac.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code almanac registry note}: adds a note to a model or a version. */
@Command(
    name = "note",
    header = "Write a note into the history.",
    description = "Write a note on a version or a model into its history.",
    footer = {
      "",
      "Example:",
      "  almanac registry note flight-delay:3 \"trained without the strike of 12 May\""
    })
final class RegistryNoteCommand extends RegistrySubcommand {
  @Mixin private final SubjectParameter subject = new SubjectParameter();

  @Parameters(paramLabel = "TEXT", index = "1", description = "The note.")
  private String text = "";

  RegistryNoteCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    registry().lifeCycle().note(subject.model(), subject.number(), text, freshRun());
    output().result("noted on " + subject, Map.of("subject", subject.toString(), "changed", true));
    return 0;
  }
}
