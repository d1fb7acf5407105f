package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that is written in a job file and run by the command line. */
@Tag("slow")
class SearchJobIT {
  private static final String SEARCH =
      """
      include required("weather.conf")
      train {
        gate = null
        gate { accuracy { min = 0.3 } }
        algorithm = null
        algorithm { name = decision-tree, params { min-instances-per-node = 5 } }
        search {
          over { max-depth = [0, 4], impurity = [gini] }
          metric = log-loss
          validation { by = time-folds, folds = 2 }
          parallel = 2
        }
      }
      """;

  @Test
  void triesWhatTheFileSaysAndKeepsTheTable(@TempDir Path site) throws IOException {
    Path job = site.resolve("search.conf");
    Files.copy(Path.of("jobs/weather.conf"), site.resolve("weather.conf"));
    Files.writeString(job, SEARCH);
    Cli cli = new Cli(site);

    Cli.Result result = cli.run("train", job.toString(), "--json");

    assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    JsonNode search = manifest(cli.registry()).path("search");
    assertThat(search.path("metric").asText()).isEqualTo("log-loss");
    assertThat(search.path("tries")).hasSize(2);
    JsonNode leaf = search.path("tries").path(0);
    JsonNode tree = search.path("tries").path(1);
    assertThat(leaf.path("params").toString()).contains("max-depth", "\"0\"", "impurity");
    assertThat(tree.path("failure").asText()).isEmpty();
    assertThat(tree.path("mean").asDouble())
        .isPositive()
        .isNotEqualTo(leaf.path("mean").asDouble());
    int best = tree.path("mean").asDouble() < leaf.path("mean").asDouble() ? 1 : 0;
    assertThat(search.path("chosen").asInt()).as("the lower loss").isEqualTo(best);
  }

  private static JsonNode manifest(Path registry) throws IOException {
    try (Stream<Path> files = Files.walk(registry)) {
      Path manifest =
          files
              .filter(file -> file.getFileName().toString().equals("manifest.json"))
              .findFirst()
              .orElseThrow();
      return new ObjectMapper().readTree(Files.readString(manifest));
    }
  }
}
