package dev.almanac.app;

import dev.almanac.core.ModelName;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac registry note}. */
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
  @Parameters(
      paramLabel = "MODEL[:VERSION]",
      index = "0",
      converter = RegistryNames.Subjects.class,
      description = "The model, or one of its versions.")
  private RegistryNames.Subject subject =
      new RegistryNames.Subject(new ModelName("unset"), OptionalInt.empty());

  @Parameters(paramLabel = "TEXT", index = "1", description = "The note.")
  private String text = "";

  RegistryNoteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    registry().lifeCycle().note(subject.model(), subject.number(), text, freshRun());
    output().result("noted on " + subject, Map.of("subject", subject.toString(), "changed", true));
    return 0;
  }
}
