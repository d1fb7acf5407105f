package dev.almanac.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.almanac.core.ModelName;
import dev.almanac.registry.LedgerEvent;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac registry history}: prints the events of a model. */
@Command(
    name = "history",
    header = "Who did what, when and why.",
    description = "The whole ledger of a model: who did what, when and why, oldest first.",
    footer = {
      "",
      "Examples:",
      "  almanac registry history flight-delay",
      "  almanac registry history flight-delay --json"
    })
final class RegistryHistoryCommand extends RegistrySubcommand {
  private static final JsonMapper JSON = new JsonMapper();

  @Parameters(
      paramLabel = "MODEL",
      index = "0",
      converter = RegistryNames.ModelNames.class,
      description = "The model's name.")
  private ModelName model = new ModelName("unset");

  RegistryHistoryCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    List<LedgerEvent> events = registry().events(model);
    output().result(table(events), events.stream().map(RegistryHistoryCommand::json).toList());
    return 0;
  }

  /** Formats events as a table. */
  static String table(List<LedgerEvent> events) {
    TextTable table = new TextTable("#", "WHEN", "WHO", "WHAT");
    for (LedgerEvent event : events) {
      table.row(
          Long.toString(event.stamp().seq()),
          SummaryFormatter.time(event.stamp().at()),
          event.stamp().by(),
          SummaryFormatter.event(event));
    }
    return table.toString();
  }

  private static JsonNode json(LedgerEvent event) {
    try {
      return JSON.readTree(event.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that is no JSON", e);
    }
  }
}
