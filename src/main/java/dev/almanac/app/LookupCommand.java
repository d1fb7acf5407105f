package dev.almanac.app;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.job.ForecastTables;
import dev.almanac.lookup.Forecast;
import dev.almanac.lookup.ForecastLookup;
import dev.almanac.lookup.IndexSnapshot;
import dev.almanac.lookup.ReadOnlyIndex;
import dev.almanac.lookup.RunDateSelector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac lookup}: prints one forecast with its provenance. */
@Command(
    name = "lookup",
    header = "One forecast and where it comes from.",
    description =
        "Print one forecast with its provenance: which model made it, in which run, from which"
            + " state of the table. Starts no Spark.",
    footer = {
      "",
      "Examples:",
      "  almanac lookup flight_delay flight_id=2500123",
      "  almanac lookup flight_delay flight_id=2500123 --run-date 2001-06-01 --json"
    })
final class LookupCommand extends BaseCommand {
  private static final int LONGEST_SHOWN = 1_000;

  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description = "The forecast table: a name under the warehouse's root, or a path.")
  private String table = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Every key column with its value.")
  private List<String> key = List.of();

  @Option(
      names = "--run-date",
      paramLabel = "DATE",
      converter = JobOptions.DateConverter.class,
      description = "The date the forecast must stand for; default: the newest of the table.")
  private @Nullable LocalDate runDate;

  LookupCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    PlatformSpec platform = settings();
    String location = ForecastTables.location(platform, ForecastTables.check(table));
    Map<String, String> values = keyValues();
    Forecast forecast = find(platform, location, values);
    output().result(text(forecast), json(forecast));
    return 0;
  }

  /**
   * Reads from the service's index if one exists for the newest version, otherwise from the table.
   */
  private Forecast find(PlatformSpec platform, String location, Map<String, String> key) {
    for (String copy : copies(platform, location)) {
      Optional<IndexSnapshot> reader =
          ReadOnlyIndex.open(Path.of(platform.serve().folder()).resolve(copy), location);
      if (reader.isPresent()) {
        try (IndexSnapshot found = reader.get()) {
          RunDateSelector when =
              runDate == null ? new RunDateSelector.Newest() : new RunDateSelector.On(runDate);
          return found.find(key, when).orElseThrow(() -> found.missing(key, when));
        } catch (AlmanacException e) {
          if (e.code() != ErrorCode.STORE_UNAVAILABLE) {
            throw e;
          }
        }
      }
    }
    try {
      return ForecastLookup.open(location).find(key, Optional.ofNullable(runDate));
    } catch (AlmanacException e) {
      String hint = ForecastTables.hint(table);
      if (e.code() != ErrorCode.NO_SUCH_TABLE || hint.isEmpty()) {
        throw e;
      }
      throw new AlmanacException(e.code(), e.getMessage() + hint, e);
    }
  }

  /** The names under which a service with these settings may store an index. */
  private List<String> copies(PlatformSpec platform, String location) {
    List<String> names = new ArrayList<>();
    platform
        .serve()
        .tables()
        .forEach(
            (name, spec) -> {
              if (ForecastTables.location(platform, spec.table()).equals(location)) {
                names.add(name);
              }
            });
    if (ServeSpec.TABLE_NAME.matcher(table).matches()) {
      names.add(table);
    }
    return names;
  }

  private Map<String, String> keyValues() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : key) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new AlmanacException(
            ErrorCode.BAD_OPTION,
            "'%s' is no key: write column=value, such as flight_id=2500123"
                .formatted(Text.printable(pair)));
      }
      if (values.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        throw new AlmanacException(
            ErrorCode.BAD_OPTION,
            "'%s' is given twice".formatted(Text.printable(pair.substring(0, equals))));
      }
    }
    return values;
  }

  private String text(Forecast forecast) {
    Map<String, Object> lines = new LinkedHashMap<>(forecast.keys());
    forecast
        .values()
        .forEach(
            (name, value) -> {
              if (value instanceof Map<?, ?> byLabel) {
                // one line per label's probability, the largest first
                byLabel.entrySet().stream()
                    .sorted(Comparator.comparing(LookupCommand::number).reversed())
                    .forEach(
                        entry -> lines.put(name + " " + shown(entry.getKey()), entry.getValue()));
              } else {
                lines.put(name, value);
              }
            });
    StringBuilder out = new StringBuilder();
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    lines.forEach(
        (name, value) -> out.append(("%-" + width + "s  %s%n").formatted(name, shown(value))));
    Duration age = Duration.between(forecast.scoredAt(), surroundings().clock().instant());
    return out.append(System.lineSeparator())
        .append(
            String.format(
                Locale.ROOT,
                "made by     %s:%d%n",
                shown(forecast.model()),
                forecast.modelVersion()))
        .append("stands for  %s%n".formatted(forecast.runDate()))
        .append("in run      %s%n".formatted(shown(forecast.runId())))
        .append(
            "scored at   %s (%s ago)%n"
                .formatted(SummaryFormatter.time(forecast.scoredAt()), SummaryFormatter.age(age)))
        .append("from        %s%n".formatted(shown(forecast.sourceVersion())))
        .append(
            String.format(
                Locale.ROOT,
                "stored in   %s (table version %d)%n",
                shown(forecast.table()),
                forecast.tableVersion()))
        .toString();
  }

  private static double number(Map.Entry<?, ?> entry) {
    return entry.getValue() instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Formats a value of the table as one printable line; its content is not trusted. */
  private static String shown(@Nullable Object value) {
    return Text.printable(String.valueOf(value), LONGEST_SHOWN);
  }

  private Map<String, Object> json(Forecast forecast) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", plain(forecast.keys()));
    json.put("forecast", plain(forecast.values()));
    Map<String, Object> receipt = new LinkedHashMap<>();
    receipt.put("model", forecast.model());
    receipt.put("version", forecast.modelVersion());
    receipt.put("runDate", forecast.runDate().toString());
    receipt.put("runId", forecast.runId());
    receipt.put("scoredAt", forecast.scoredAt().toString());
    receipt.put(
        "ageSeconds",
        Duration.between(forecast.scoredAt(), surroundings().clock().instant()).toSeconds());
    receipt.put("sourceVersion", forecast.sourceVersion());
    receipt.put("table", forecast.table());
    receipt.put("tableVersion", forecast.tableVersion());
    json.put("receipt", receipt);
    return json;
  }

  /** Converts values to JSON types; dates and other types become text. */
  private static Map<String, @Nullable Object> plain(Map<String, Object> values) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            plain.put(
                name,
                value == null
                        || value instanceof Number
                        || value instanceof Boolean
                        || value instanceof Map
                    ? value
                    : value.toString()));
    return plain;
  }
}
