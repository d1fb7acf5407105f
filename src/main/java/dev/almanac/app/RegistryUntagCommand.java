package dev.almanac.app;

import dev.almanac.core.TagKey;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code almanac registry untag}: removes a tag of a model or a version. */
@Command(
    name = "untag",
    header = "Take a tag away.",
    description = "Take a tag of a version or a model away. Its history stays.",
    footer = {"", "Example:", "  almanac registry untag flight-delay:3 ticket"})
final class RegistryUntagCommand extends RegistrySubcommand {
  @Mixin private final SubjectParameter subject = new SubjectParameter();

  @Parameters(
      paramLabel = "TAG",
      index = "1",
      converter = RegistryNames.TagKeys.class,
      description = "The tag's name.")
  private TagKey key = new TagKey("unset");

  RegistryUntagCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    boolean written =
        registry().lifeCycle().untag(subject.model(), subject.number(), key, freshRun());
    output()
        .result(
            "%s has %s tag %s".formatted(subject, written ? "no longer the" : "no", key),
            Map.of("subject", subject.toString(), "tag", key.value(), "changed", written));
    return 0;
  }
}
