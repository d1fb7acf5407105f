package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelVersion;
import dev.almanac.registry.ModelRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac registry withdraw}: forbids the use of a version. */
@Command(
    name = "withdraw",
    header = "Forbid the use of a version.",
    description =
        "Forbid a version: no alias resolves to it and nothing is scored with it, with this reason"
            + " as the answer, until it is restored. Its files stay. Forecasts that were published"
            + " with it stay, too.",
    footer = {
      "",
      "Example:",
      "  almanac registry withdraw flight-delay:3 --reason \"trained on leaked arrival times\""
    })
final class RegistryWithdrawCommand extends RegistrySubcommand {
  @Mixin private final VersionOptions options = new VersionOptions();

  RegistryWithdrawCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ModelVersion version = options.version;
    ModelRegistry registry = registry();
    boolean written = registry.lifeCycle().withdraw(version, options.reason, freshRun());
    List<String> aliases =
        registry.aliases(version.model()).entrySet().stream()
            .filter(alias -> alias.getValue() == version.number())
            .map(alias -> alias.getKey().value())
            .toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version.toString());
    json.put("changed", written);
    json.put("aliases", aliases);
    StringBuilder text = new StringBuilder(version.toString());
    text.append(written ? " is withdrawn" : " was withdrawn before; nothing was written");
    for (String alias : aliases) {
      text.append(
          "%n%s still points to it, so that scoring with it is refused. Move it with: %s"
              .formatted(
                  alias, registry.lifeCycle().commandToMove(version.model(), new Alias(alias))));
    }
    output().result(text.toString(), json);
    return 0;
  }
}
