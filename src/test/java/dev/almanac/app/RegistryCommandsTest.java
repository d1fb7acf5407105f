package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.SampleRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of versions as an operator leads it, by the command line. */
final class RegistryCommandsTest {
  private static final String REASON = "--reason";

  @TempDir private Path site = Path.of("unset");
  private Cli cli = new Cli(site);

  @BeforeEach
  void threeVersions() {
    cli = new Cli(site);
    SampleRegistry.fill(
        FileStores.open(cli.registry().toString(), WriterPolicy.MANY, Configuration::new), 3);
    done("registry", "alias", "churn", "champion", "1", REASON, "the first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "show",
        "history",
        "resolve",
        "diff",
        "alias",
        "unalias",
        "rollback",
        "tag",
        "untag",
        "note",
        "withdraw",
        "restore",
        "verify",
        "clean",
        "copy",
        "export"
      })
  void everyCommandHasHelpAndIsListed(String command) {
    assertThat(cli.raw("registry", command, "--help").exitCode()).isZero();
    assertThat(cli.raw("registry", "--help").out()).contains("  " + command + " ");
  }

  @Test
  void promotesRollsBackAndTakesAway() {
    assertThat(done("registry", "alias", "churn", "champion", "3", REASON, "better").out())
        .contains("churn@champion → churn:3 (was 1)");
    assertThat(
            done("registry", "rollback", "churn", "champion", "--expect", "3", REASON, "drifts")
                .out())
        .contains("churn@champion → churn:1 (was 3)");
    Cli.Result late =
        cli.run("registry", "rollback", "churn", "champion", "--expect", "3", REASON, "drifts");
    assertThat(late.exitCode()).isEqualTo(6);
    assertThat(late.err()).contains("ALIAS_MOVED");
    assertThat(done("registry", "unalias", "churn", "champion", REASON, "over").out())
        .contains("churn@champion → no version (was 1)");
    JsonNode history = done("registry", "history", "churn", "--json").json();
    assertThat(history).hasSize(7);
    assertThat(history.path(5).path("undoes").asLong()).isEqualTo(5);
    assertThat(history.path(6).path("reason").asText()).isEqualTo("over");
    assertThat(done("registry", "history", "churn").out())
        .contains("champion → version 1 (rolled back): drifts")
        .contains("champion taken away: over");
  }

  @Test
  void aReasonIsRequired() {
    Cli.Result result = cli.run("registry", "alias", "churn", "champion", "2");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--reason");
    assertThat(cli.run("registry", "withdraw", "churn:2", REASON, " ").exitCode()).isEqualTo(2);
  }

  @Test
  void withdrawsAndSaysWhyUntilItIsRestored() {
    Cli.Result withdrawn = done("registry", "withdraw", "churn:1", REASON, "leaked labels");
    assertThat(withdrawn.out())
        .contains("churn:1 is withdrawn")
        .contains("champion still points to it");
    assertThat(done("registry", "show", "churn").out()).contains("WITHDRAWN: leaked labels");
    assertThat(done("registry", "list").out()).contains("3 (1 withdrawn)");
    assertThat(done("registry", "resolve", "churn@champion").out())
        .contains("churn@champion means churn:1")
        .contains("WITHDRAWN: leaked labels");
    Cli.Result export = cli.run("registry", "export", "churn", site.resolve("out").toString());
    assertThat(export.exitCode()).isEqualTo(5);
    assertThat(export.err()).contains("VERSION_WITHDRAWN").contains("leaked labels");
    done("registry", "restore", "churn:1", REASON, "no leak");
    assertThat(done("registry", "show", "churn").out()).doesNotContain("WITHDRAWN:");
  }

  @Test
  void tagsAndNotes() {
    done("registry", "tag", "churn:2", "ticket", "OPS-471");
    done("registry", "tag", "churn", "owner", "the churn team");
    done("registry", "note", "churn:2", "without the strike");
    assertThat(done("registry", "show", "churn").out())
        .contains("owner=the churn team")
        .contains("ticket=OPS-471; without the strike");
    assertThat(done("registry", "untag", "churn:2", "ticket").out()).contains("no longer");
    JsonNode show = done("registry", "show", "churn", "--json").json();
    assertThat(show.path("versions").path(1).path("tags")).isEmpty();
    assertThat(show.path("tags").path("owner").asText()).isEqualTo("the churn team");
  }

  @Test
  void answersWhoWasChampionThen() {
    JsonNode now = done("registry", "resolve", "churn", "--json").json();
    assertThat(now.path("version").asInt()).isEqualTo(1);
    assertThat(now.path("location").asText()).contains(cli.registry().toString());
    Cli.Result then = cli.run("registry", "resolve", "churn@champion?at=2020-05-01T00:00Z");
    assertThat(then.exitCode()).isEqualTo(6);
    assertThat(then.err()).contains("It had no version at 2020-05-01T00:00:00Z");
  }

  @Test
  void reportsDifferences() {
    assertThat(done("registry", "diff", "churn:1", "churn:2").out())
        .contains("differ in nothing but their runs");
    assertThat(cli.run("registry", "diff", "churn:1", "churn:9").exitCode()).isEqualTo(6);
  }

  @Test
  void verifiesAndEndsWithFourWhenSomethingIsWrong() throws IOException {
    assertThat(done("registry", "verify").out()).contains("all as it was written");
    Path damaged = SampleRegistry.file(cli.registry(), 2, "model.pmml");
    Files.writeString(damaged, "<PMML/> of another");
    Cli.Result found = cli.run("registry", "verify");
    assertThat(found.exitCode()).isEqualTo(4);
    assertThat(found.out()).contains("model.pmml").contains("1 found in 1 model,");
    JsonNode json = cli.run("registry", "verify", "churn:2", "--json").json();
    assertThat(json.path("clean").asBoolean()).isFalse();
    assertThat(json.path("findings").path(0).path("path").asText()).endsWith("model.pmml");
    done("registry", "verify", "churn:1");
  }

  @Test
  void cleansOnlyWhenReportedTo() throws IOException {
    Path scratch = cli.registry().resolve("churn/ledger/.almanac-dead.tmp");
    Files.writeString(scratch, "half");
    assertThat(done("registry", "clean").out()).contains("nothing that is older than 7 days");
    assertThat(done("registry", "clean", "--older-than", "0s").out())
        .contains("churn/ledger/.almanac-dead.tmp")
        .contains("--yes removes them");
    assertThat(scratch).exists();
    assertThat(done("registry", "clean", "--older-than", "0s", "--yes").out())
        .contains("1 removed, 4 bytes");
    assertThat(scratch).doesNotExist();
    assertThat(cli.run("registry", "clean", "--older-than", "soon").exitCode()).isEqualTo(2);
  }

  @Test
  void copiesToAnotherRegistryAndPromotesThere() {
    String other = site.resolve("prod").toString();
    assertThat(
            done(
                    "registry",
                    "copy",
                    "churn:2",
                    "--to",
                    other,
                    "--alias",
                    "champion",
                    REASON,
                    "OPS-471")
                .out())
        .contains("churn:2 is churn:1 there")
        .contains("champion → churn:1");
    assertThat(done("registry", "copy", "churn:2", "--to", other).out())
        .contains("churn:2 is churn:1 there already");
    Cli.Result there =
        cli.raw("registry", "show", "churn", "--json", "-D", "almanac.registry.root=" + other);
    assertThat(there.exitCode()).as(there.err()).isZero();
    assertThat(there.json().path("versions")).hasSize(1);
    assertThat(cli.run("registry", "copy", "churn:2").exitCode()).isEqualTo(2);
    assertThat(
            cli.run("registry", "copy", "churn:2", "--to", other, "--alias", "champion").exitCode())
        .isEqualTo(2);
  }

  @Test
  void showsOneVersionAndWhatHappenedToIt() {
    done("registry", "note", "churn:2", "without the strike");
    done("registry", "withdraw", "churn:3", REASON, "leaked labels");

    String text = done("registry", "show", "churn:2").out();
    assertThat(text)
        .contains("churn:2", "without the strike", "version 2 registered", "model.pmml")
        .doesNotContain("leaked labels", "version 3 registered");
    assertThat(done("registry", "show", "churn:3").out()).contains("WITHDRAWN", "leaked labels");
    JsonNode json = done("registry", "show", "churn:2", "--json").json();
    assertThat(json.path("version").asInt()).isEqualTo(2);
    assertThat(json.path("notes").path(0).asText()).isEqualTo("without the strike");

    Cli.Result unknown = cli.run("registry", "show", "churn:9");
    assertThat(unknown.exitCode()).isEqualTo(6);
    assertThat(unknown.err()).contains("churn has no version 9");
    assertThat(cli.run("registry", "show", "churn@champion").exitCode()).isEqualTo(2);
  }

  @Test
  void exportsIntoAFolder() {
    Path folder = site.resolve("out");
    assertThat(done("registry", "export", "churn:3", folder.toString()).out())
        .contains("files of churn:3 to");
    assertThat(folder.resolve("model.pmml")).exists();
    assertThat(folder.resolve("manifest.json")).exists();
    assertThat(cli.run("registry", "export", "churn:3", folder.toString()).exitCode()).isEqualTo(2);
  }

  @Test
  void refusesReferencesThatAreNone() {
    for (String[] words :
        new String[][] {
          {"registry", "show", "../etc"},
          {"registry", "withdraw", "churn", REASON, "x"},
          {"registry", "withdraw", "churn@champion", REASON, "x"},
          {"registry", "resolve", "churn:0"},
          {"registry", "tag", "churn:2", "Not A Tag", "x"}
        }) {
      Cli.Result result = cli.run(words);
      assertThat(result.exitCode()).as(String.join(" ", words)).isEqualTo(2);
    }
  }

  private Cli.Result done(String... words) {
    Cli.Result result = cli.run(words);
    assertThat(result.exitCode()).as("%s: %s", String.join(" ", words), result.err()).isZero();
    return result;
  }
}
