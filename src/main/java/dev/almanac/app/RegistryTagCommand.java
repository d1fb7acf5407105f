package dev.almanac.app;

import dev.almanac.core.TagKey;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code almanac registry tag}: sets a tag of a model or a version. */
@Command(
    name = "tag",
    header = "Give a version or a model a tag.",
    description = "Give a version or a model a tag, or the tag another value.",
    footer = {
      "",
      "Examples:",
      "  almanac registry tag flight-delay:3 ticket OPS-471",
      "  almanac registry tag flight-delay owner \"the delay team\""
    })
final class RegistryTagCommand extends RegistrySubcommand {
  @Mixin private final SubjectParameter subject = new SubjectParameter();

  @Parameters(
      paramLabel = "TAG",
      index = "1",
      converter = RegistryNames.TagKeys.class,
      description = "The tag's name.")
  private TagKey key = new TagKey("unset");

  @Parameters(paramLabel = "VALUE", index = "2", description = "Its value.")
  private String value = "";

  RegistryTagCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    boolean written =
        registry().lifeCycle().tag(subject.model(), subject.number(), key, value, freshRun());
    output()
        .result(
            "%s %s %s = %s".formatted(subject, written ? "has now" : "had already", key, value),
            Map.of("subject", subject.toString(), "tag", key.value(), "changed", written));
    return 0;
  }
}
