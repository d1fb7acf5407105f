package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldProfile;
import dev.almanac.monitoring.ProfileJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job whose features are texts, from the job file to the forecasts and the report. */
@Tag("slow")
class TextJobIT {
  @TempDir Path folder = Path.of("unset");

  @Test
  void trainsOnTextsAndScoresThem() throws IOException {
    Path job = writeJob();
    Cli cli = new Cli(folder.resolve("site"));

    assertThat(cli.run("check", job.toString()).out())
        .contains(
            "review (text; missing: empty; the 50 most frequent terms of up to 2 words, none of"
                + " fewer than 3 rows, without stop words (english); how often they occur, weighed"
                + " by rarity)");
    Cli.Result trained = cli.run("run", job.toString(), "--json");
    assertThat(trained.exitCode()).as(trained.err() + trained.out()).isZero();

    JsonNode result = trained.json();
    assertThat(result.path("metrics").path("auc").asDouble()).isGreaterThan(0.9);
    assertThat(result.path("rowsScored").asLong()).isEqualTo(399);
    assertThat(result.path("rowsRejected").asLong()).as("the text that is too long").isEqualTo(1);
    assertThat(result.path("parity").path(1).path("form").asText()).isEqualTo("pmml-json");
    assertThat(result.path("parity").path(1).path("labelFlips").asLong()).isZero();

    assertThat(Files.readString(found(cli, "manifest.json")))
        .contains("\"schema\": 3", "\"kind\": \"text\"", "TEXT_TOO_LONG review")
        .doesNotContain("customer");
    assertThat(Files.readString(found(cli, "report.html")))
        .contains("terms · words a text", "a text without a word stands in");
    assertThat(ProfileJson.read(Files.readAllBytes(found(cli, "profile.json"))).inputs().get(0))
        .isInstanceOf(FieldProfile.Text.class);
    assertThat(Files.readString(found(cli, "model.pmml")))
        .contains("<TextIndex")
        .doesNotContain("customer");
  }

  /** One text is too long, some are null, and each names somebody who is nobody's business. */
  private Path writeJob() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      String review =
          String.format(
              Locale.ROOT,
              "customer%d says: %s - the flight was %s!",
              i,
              i % 7 == 0 ? "NEVER again" : "Fine",
              i % 3 == 0 ? "late" : "on time");
      String text = i == 5 ? "long ".repeat(Field.LONGEST_TEXT) : review;
      rows.append(String.format(Locale.ROOT, "{\"id\":%d,", i));
      if (i % 50 != 49) {
        rows.append("\"review\":\"%s\",".formatted(text));
      }
      rows.append("\"late\":%b}%n".formatted(i % 3 == 0));
    }
    Files.writeString(folder.resolve("reviews.json"), rows);
    return Files.writeString(
        folder.resolve("reviews.conf"),
        """
        name = reviews, run-date = "2026-05-01"
        sources { reviews { format = json, path = "%s" } }
        train {
          label = late
          task = binary
          positive = "true"
          features { text { review {
            missing = empty, stop-words = english, n-grams = 2, vocabulary = 50
            rare { min-rows = 3 }, idf = true
          } } }
          split { by = random }
          algorithm { name = naive-bayes }
        }
        score { keys = [id], max-rejected-share = 0.01 }
        """
            .formatted(folder.resolve("reviews.json")));
  }

  private static Path found(Cli cli, String name) throws IOException {
    try (Stream<Path> files = Files.walk(cli.registry())) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }
}
