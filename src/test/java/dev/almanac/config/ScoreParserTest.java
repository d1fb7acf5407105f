package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SegmentSpec;
import dev.almanac.core.spec.WhenEmpty;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several models in one job. */
class ScoreParserTest {
  @TempDir Path folder = Path.of("");

  @Test
  void readsModelsOfSegmentsAndChallengers() {
    ScoreSpec score =
        score(
            """
            score.segments {
              column = region
              models { north = "churn-north@champion", "a.b" = "churn:3", 7 = churn-seven }
            }
            score.challengers {
              next-best { model = "churn@next" }
              old { model = "churn:1", table = old_churn, rejects = old_bad }
            }
            """);

    assertThat(score.segments())
        .contains(
            new SegmentSpec(
                "region",
                Map.of("north", "churn-north@champion", "a.b", "churn:3", "7", "churn-seven")));
    assertThat(score.challengers())
        .containsExactly(
            new ChallengerSpec(
                "next-best",
                "churn@next",
                new ForecastSpec("churn_next_best", "churn_next_best_rejects")),
            new ChallengerSpec("old", "churn:1", new ForecastSpec("old_churn", "old_bad")));
  }

  @Test
  void scoresWithOneModelWhereNothingIsSaid() {
    ScoreSpec score = score("");

    assertThat(score.segments()).isEqualTo(Optional.empty());
    assertThat(score.challengers()).isEmpty();
  }

  @Test
  void reportsWhatIsWrongWithThem() {
    assertThatThrownBy(
            () ->
                score(
                    """
                    score.segments { column = region }
                    score.challengers {
                      next { table = churn }
                      "Not a name" { model = "churn:x" }
                    }
                    """))
        .hasMessageContaining("score.segments.models: segments name no model; write models {")
        .hasMessageContaining("score.challengers.next.model: is missing; write the version")
        .hasMessageContaining("score.challengers.next.table: 'churn' is the job's own table")
        .hasMessageContaining("'Not a name'")
        .hasMessageContaining("'churn:x' is not a model reference");
    assertThatThrownBy(() -> score("score.segments.models { north = \"churn:x\" }"))
        .hasMessageContaining("score.segments.column: is missing; write the column")
        .hasMessageContaining("score.segments.models.north: 'churn:x' is not a model reference");
  }

  @Test
  void readsWhatBecomesOfADateWithoutRows() {
    assertThat(score("").whenEmpty()).isEqualTo(WhenEmpty.REFUSE);
    assertThat(Jobs.loader(folder).job(Jobs.write(folder, "churn.conf", Jobs.SMALLEST)).effective())
        .as("a job that does not say it keeps its hash")
        .doesNotContain("when-empty", "take-over");
    assertThat(score("score.when-empty = skip").whenEmpty()).isEqualTo(WhenEmpty.SKIP);
    assertThatThrownBy(() -> score("score.when-empty = no"))
        .hasMessageContaining("score.when-empty: 'no' is not allowed: one of refuse, skip");
  }

  private ScoreSpec score(String more) {
    return Jobs.loader(folder)
        .job(Jobs.write(folder, "churn.conf", Jobs.SMALLEST + "\n" + more))
        .score();
  }
}
