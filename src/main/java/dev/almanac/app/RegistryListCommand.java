package dev.almanac.app;

import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code almanac registry list}. */
@Command(name = "list", description = "Every model with its newest version and its aliases.")
final class RegistryListCommand implements Callable<Integer>, Speaking {
  private final Surroundings surroundings;

  @Mixin private final OutputOptions speech = new OutputOptions();
  @Mixin private final PlatformOptions platform = new PlatformOptions();
  @Spec private @Nullable CommandSpec spec;

  RegistryListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public OutputOptions speech() {
    return speech;
  }

  @Override
  public Integer call() {
    var settings = platform.loader(surroundings).platform(platform.platformFile());
    ModelRegistry registry = RegistryAccess.open(settings, surroundings, Configuration::new);
    List<ModelSummary> models = registry.models();
    Output.of(spec, speech)
        .result(
            models.isEmpty()
                ? "no models yet in " + settings.resolve(settings.registryRoot())
                : table(models),
            models.stream().map(RegistryListCommand::json).toList());
    return 0;
  }

  private static String table(List<ModelSummary> models) {
    Table table = new Table("MODEL", "VERSIONS", "LATEST", "ALIASES", "REFUSED", "LAST CHANGE");
    for (ModelSummary model : models) {
      table.row(
          model.name().value(),
          Integer.toString(model.versions()),
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
                          .map(event -> Summaries.time(event.stamp().at()) + " " + event.kind()))
              .orElse("-"));
    }
    return table.toString();
  }

  private static Map<String, Object> json(ModelSummary model) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.name().value());
    json.put("versions", model.versions());
    model.latest().ifPresent(latest -> json.put("latest", latest));
    Map<String, Integer> aliases = new LinkedHashMap<>();
    model.aliases().forEach((alias, number) -> aliases.put(alias.value(), number));
    json.put("aliases", aliases);
    json.put("refusals", model.refusals());
    model.damage().ifPresent(damage -> json.put("damage", damage));
    return json;
  }
}
