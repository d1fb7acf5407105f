package dev.almanac.app;

import dev.almanac.registry.ModelSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code almanac registry list}: lists all models. */
@Command(
    name = "list",
    header = "Every model.",
    description = "Every model with its newest version and its aliases.")
final class RegistryListCommand extends RegistrySubcommand {
  RegistryListCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    List<ModelSummary> models = registry().models();
    output()
        .result(
            models.isEmpty() ? "no models yet in " + settings().registryRoot() : table(models),
            models.stream().map(RegistryListCommand::json).toList());
    return 0;
  }

  private static String table(List<ModelSummary> models) {
    TextTable table =
        new TextTable("MODEL", "VERSIONS", "LATEST", "ALIASES", "REFUSED", "LAST CHANGE");
    for (ModelSummary model : models) {
      table.row(
          model.name().value(),
          model.versions()
              + (model.withdrawn() > 0
                  ? String.format(Locale.ROOT, " (%d withdrawn)", model.withdrawn())
                  : ""),
          model.latest().isPresent() ? Integer.toString(model.latest().getAsInt()) : "-",
          model.aliases().entrySet().stream()
              .map(entry -> entry.getKey() + "→" + entry.getValue())
              .collect(Collectors.joining(" ")),
          Integer.toString(model.refusals()),
          model
              .damage()
              .map(damage -> "DAMAGED: " + damage)
              .or(
                  () ->
                      model
                          .lastEvent()
                          .map(
                              event ->
                                  SummaryFormatter.time(event.stamp().at()) + " " + event.kind()))
              .orElse("-"));
    }
    return table.toString();
  }

  private static Map<String, Object> json(ModelSummary model) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.name().value());
    json.put("versions", model.versions());
    json.put("withdrawn", model.withdrawn());
    model.latest().ifPresent(latest -> json.put("latest", latest));
    Map<String, Integer> aliases = new LinkedHashMap<>();
    model.aliases().forEach((alias, number) -> aliases.put(alias.value(), number));
    json.put("aliases", aliases);
    json.put("refusals", model.refusals());
    model.damage().ifPresent(damage -> json.put("damage", damage));
    return json;
  }
}
