package dev.almanac.app;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.job.ForecastTables;
import dev.almanac.lookup.ForecastLookup;
import dev.almanac.lookup.NativeLibraries;
import dev.almanac.service.AlmanacService;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac serve}: runs the HTTP service. */
@Command(
    name = "serve",
    header = "Answer over HTTP: forecasts, predictions, models.",
    description =
        "Answer over HTTP: stored forecasts with their receipts, predictions on demand, models and"
            + " their history. Follows the forecast tables and the registry. Starts no Spark. Ends"
            + " by Ctrl-C or SIGTERM, when what is under way is answered.",
    footer = {
      "",
      "Examples:",
      "  almanac serve",
      "  almanac serve flight_delay --port 8080",
      "  curl http://127.0.0.1:8484/v1/forecasts/flight_delay/2500123",
      "",
      "Who may ask, how old forecasts may be, TLS: almanac.serve of the site's settings."
    })
final class ServeCommand extends BaseCommand {
  @Parameters(
      paramLabel = "TABLE",
      arity = "0..*",
      description =
          "Names of tables under the warehouse's root; default: those of almanac.serve.tables, else"
              + " all there are.")
  private List<String> tables = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen at; default: almanac.serve.port.")
  private @Nullable Integer port;

  ServeCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    PlatformSpec platform = settings();
    ServeSpec spec = platform.serve().withTables(chosen(platform));
    if (port != null) {
      if (port < 0 || port > 65_535) {
        throw usage("--port is 0 to 65535, not " + port);
      }
      spec = spec.withPort(port);
    }
    Map<String, String> locations = new LinkedHashMap<>();
    spec.tables()
        .forEach(
            (name, table) -> locations.put(name, ForecastTables.location(platform, table.table())));
    // This setting is process-wide; only this command sets it, not an embedded service.
    NativeLibraries.unpackBelow(Path.of(spec.folder()));
    AlmanacService service =
        AlmanacService.start(
            new AlmanacService.Parts(
                spec,
                locations,
                ForecastTables.location(platform, platform.runs()),
                RegistryAccess.open(platform, surroundings(), Configuration::new),
                surroundings().clock(),
                BuildInfo.load().version()));
    Thread stopper = new Thread(service::stop, "almanac-stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", service.address());
    json.put("tables", locations);
    output()
        .result(
            "serving at %s: %s\nCtrl-C ends it."
                .formatted(
                    service.address(),
                    locations.isEmpty()
                        ? "models, and no table"
                        : String.join(", ", locations.keySet())),
            json);
    try {
      service.awaitStop();
    } catch (InterruptedException e) {
      service.stop();
      Runtime.getRuntime().removeShutdownHook(stopper);
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private Map<String, ServeSpec.TableSpec> chosen(PlatformSpec platform) {
    Map<String, ServeSpec.TableSpec> configured = platform.serve().tables();
    if (tables.isEmpty() && !configured.isEmpty()) {
      return configured;
    }
    List<String> names =
        tables.isEmpty()
            ? ForecastLookup.tables(platform.resolve(platform.warehouseRoot()))
            : tables;
    Map<String, ServeSpec.TableSpec> chosen = new TreeMap<>();
    for (String name : names) {
      if (!ServeSpec.TABLE_NAME.matcher(name).matches()) {
        throw new AlmanacException(
            ErrorCode.BAD_OPTION,
            "'%s' is no name of a table; one that stands elsewhere is named in almanac.serve.tables"
                .formatted(name));
      }
      chosen.put(
          name,
          configured.getOrDefault(
              name,
              new ServeSpec.TableSpec(
                  name, Optional.empty(), ServeSpec.WhenOld.WARN, ServeSpec.OnMiss.NOT_FOUND)));
    }
    return chosen;
  }
}
