package dev.almanac.app;

import dev.almanac.core.ModelRef;
import dev.almanac.registry.LedgerEvent;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac registry resolve}: resolves a reference to a version. */
@Command(
    name = "resolve",
    header = "Which version a reference means.",
    description =
        "Which version a reference means, now or at an instant of the past, and where its files"
            + " are. A version that was withdrawn is told, with the reason.",
    footer = {
      "",
      "Examples:",
      "  almanac registry resolve flight-delay@champion",
      "  almanac registry resolve flight-delay@champion?at=2026-05-01T00:00Z",
      "  almanac registry resolve flight-delay:3 --json"
    })
final class RegistryResolveCommand extends RegistrySubcommand {
  @Parameters(
      paramLabel = "REFERENCE",
      converter = RegistryNames.References.class,
      description = "name, name:7, name@alias or name@alias?at=2026-05-01")
  private ModelRef reference = ModelRef.parse("unset");

  RegistryResolveCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ModelRegistry registry = registry();
    RegisteredVersion found = registry.inspect(reference);
    String location = registry.open(found).location();
    Optional<LedgerEvent.Withdrawn> withdrawn = registry.withdrawal(found.version());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", found.version().model().value());
    json.put("version", found.version().number());
    json.put("location", location);
    json.put("manifestSha256", found.manifestSha256());
    json.put("madeBy", found.manifest().runId().value());
    json.put("registeredAt", found.registeredAt().toString());
    json.put("withdrawn", withdrawn.isPresent());
    String text =
        "%s means %s%n  made by run %s, registered %s by %s%n  in %s%n  manifest SHA-256 %s%s"
            .formatted(
                reference,
                found.version(),
                found.manifest().runId(),
                SummaryFormatter.time(found.registeredAt()),
                found.by(),
                location,
                found.manifestSha256(),
                withdrawn.map(event -> "%n  WITHDRAWN: ".formatted() + event.reason()).orElse(""));
    output().result(text, json);
    return 0;
  }
}
