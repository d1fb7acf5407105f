package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job by rule over columns whose names have dots, quotes and blanks, from table to look-up. */
class AnyNamesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder = Path.of("unset");

  @Test
  void trainsScoresAndFindsColumnsOfAnyName() throws IOException {
    Path job = writeJob();
    Cli cli = new Cli(folder.resolve("site"));

    assertThat(cli.run("check", job.toString()).out())
        .contains(
            "every number (number; missing: reject)",
            "every text, boolean or whole number called re.gion * (category;",
            "by rule but raw.*, and never the label");
    Cli.Result planned = cli.run("train", job.toString(), "--dry-run", "--json");
    assertThat(planned.exitCode()).as(planned.err() + planned.out()).isZero();
    JsonNode plan = planned.json();
    assertThat(plan.path("trainRows").asLong() + plan.path("holdoutRows").asLong()).isEqualTo(300);
    assertThat(plan.path("features").size()).isEqualTo(7);
    assertThat(plan.path("sources").path(0).asText()).startsWith("names@");
    assertThat(plan.path("explanation").path("champion").asText()).startsWith("is new");
    assertThat(plan.path("explanation").path("features").asText()).contains("6 by numeric");
    assertThat(cli.registry()).doesNotExist();
    Cli.Result refused =
        cli.run("train", job.toString(), "--dry-run", "-D", "train.features.except=[no-such]");
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(4);
    assertThat(refused.err()).contains("no column 'no-such'");

    Cli.Result ran = cli.run("run", job.toString(), "--json");
    assertThat(ran.exitCode()).as(ran.err() + ran.out()).isZero();
    JsonNode result = ran.json();
    assertThat(result.path("features").toString())
        .contains("6 by numeric.\\\"*\\\"", "1 by categorical.\\\"re.gion *\\\"")
        .contains("raw.x (is in except)", "cust.id (no) (is a key)");
    assertThat(result.path("engine").asText()).isEqualTo("compiled");
    assertThat(result.path("rowsRejected").asLong()).isZero();

    JsonNode spec = JSON.readTree(manifest(cli).path("provenance").path("spec").asText());
    JsonNode features = spec.path("train").path("features");
    assertThat(features.path("numeric").fieldNames())
        .toIterable()
        .containsExactly("a.b", "back`tick", "fat (g)", "it's", "n,o;t{e}", "say \"x\"");
    assertThat(features.path("categorical").path("re.gion (x)").path("unseen").asText())
        .isEqualTo("level");
    assertThat(features.has("except")).isFalse();

    JsonNode learned = manifest(cli).path("importance");
    assertThat(learned.path("measure").asText()).isEqualTo("coefficient");
    assertThat(learned.path("permutation").path("metric").asText()).isEqualTo("auc");
    assertThat(learned.path("terms").findValuesAsText("name"))
        .contains("a.b", "say \"x\"", "re.gion (x) = r1", "x.y");
    assertThat(cli.run("registry", "show", "names:1").out())
        .contains("LOSS OF AUC", "COEFFICIENT", "back`tick", "re.gion (x) = r1");
    assertThat(cli.run("registry", "verify").exitCode()).isZero();

    for (String engine : new String[] {"spark", "jpmml"}) {
      Cli.Result scored =
          cli.run("score", job.toString(), "--json", "-D", "score.engine=" + engine);
      assertThat(scored.exitCode()).as(scored.err() + scored.out()).isZero();
      assertThat(scored.json().path("rowsRejected").asLong()).isZero();
    }
    Cli.Result found = cli.run("lookup", "names", "cust.id (no)=7", "--json");
    assertThat(found.exitCode()).as(found.err() + found.out()).isZero();
    assertThat(found.out()).contains("\"zip (5), = {x}\"", "\"Z7\"");
  }

  private JsonNode manifest(Cli cli) throws IOException {
    try (Stream<Path> files = Files.walk(cli.registry())) {
      return JSON.readTree(
          Files.readAllBytes(
              files.filter(file -> file.endsWith("manifest.json")).findFirst().orElseThrow()));
    }
  }

  private Path writeJob() throws IOException {
    StringBuilder rows = new StringBuilder();
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("cust.id (no)", i);
      double sum = 0;
      for (String name :
          new String[] {"fat (g)", "a.b", "it's", "say \"x\"", "back`tick", "n,o;t{e}", "raw.x"}) {
        double value = random.nextGaussian();
        sum += name.equals("raw.x") ? 0 : value;
        row.put(name, value);
      }
      String region = "r" + random.nextInt(3);
      row.put("re.gion (x)", region);
      row.put("zip (5), = {x}", "Z" + i);
      row.put("late", sum + (region.equals("r1") ? 2 : 0) + random.nextGaussian() > 0 ? 1 : 0);
      rows.append(JSON.writeValueAsString(row)).append('\n');
    }
    Files.writeString(folder.resolve("names.json"), rows);
    return Files.writeString(
        folder.resolve("names.conf"),
        """
        name = names, run-date = "2026-05-01"
        sources { names { format = json, path = "%s" } }
        train {
          label = late, task = binary, positive = "1"
          features {
            numeric = ["*"]
            categorical { "re.gion *" { unseen = level } }
            except = ["raw.*"]
            interactions = [["a.b", "re.gion (x)"]]
            expressions { "x.y" = "`a.b` * `fat (g)`" }
          }
          split { by = random }
          algorithm { name = logistic-regression }
        }
        score { keys = ["cust.id (no)"], pass-through = ["zip (5), = {x}", "a.b"] }
        """
            .formatted(folder.resolve("names.json")));
  }
}
