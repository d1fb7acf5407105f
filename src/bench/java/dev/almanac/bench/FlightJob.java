package dev.almanac.bench;

import dev.almanac.config.ConfigLoader;
import dev.almanac.core.spec.JobSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A job that trains on the table of {@link FlightData}. */
final class FlightJob {
  private FlightJob() {}

  /**
   * Writes it to a file and reads it.
   *
   * @param trees of gbt and xgboost, as is {@code depth}
   */
  static JobSpec load(Path folder, String algorithm, Path table, int trees, int depth)
      throws IOException {
    Path file = folder.resolve("train-" + algorithm + ".conf");
    Files.writeString(file, text(algorithm, table, trees, depth), StandardCharsets.UTF_8);
    return new ConfigLoader(Map.of(), List.of(), folder).job(file);
  }

  private static String text(String algorithm, Path table, int trees, int depth) {
    String params =
        switch (algorithm) {
          case "gbt" -> String.format(Locale.ROOT, "max-iter = %d, max-depth = %d", trees, depth);
          case "xgboost" ->
              String.format(Locale.ROOT, "num-round = %d, max-depth = %d, eta = 0.1", trees, depth);
          default -> "";
        };
    return """
    name = bench-%1$s
    sources { flights { format = parquet, path = "%2$s" } }
    train {
      query = "SELECT * FROM flights"
      task = binary, label = late, positive = "1"
      features {
        numeric = [distance, leaving_late, arriving_late, route_late]
        categorical {
          origin { unseen = level }, destination { unseen = level }, hour { unseen = level }
          weekday { unseen = level }
        }
      }
      split { by = time, column = departure, holdout = 0.2 }
      algorithm { name = %1$s, params { %3$s } }
    }
    alias = none
    score { query = "SELECT * FROM flights", keys = [flight_id] }
    """
        .formatted(algorithm, table, params);
  }
}
