package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read when they look one forecast up. */
class LookupTextTest {
  private static final Path TABLE =
      Path.of("src/test/resources/fixtures/forecasts-v1/weather").toAbsolutePath();

  @TempDir private Path site;

  @Test
  void listsTheProbabilityOfEachLabelTheLargestFirst() {
    Cli.Result result = new Cli(site).run("lookup", TABLE.toString(), "date=2015-12-02");
    assertThat(result.exitCode()).as(result.err()).isZero();
    List<String> labels =
        result.out().lines().filter(line -> line.startsWith("probabilities ")).toList();
    assertThat(labels).hasSizeGreaterThan(2).allMatch(line -> line.matches("\\S+ \\w+ +[0-9.E-]+"));
    assertThat(labels.stream().map(line -> Double.parseDouble(line.replaceAll(".* ", ""))).toList())
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }
}
