package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Guard;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.EmptyText;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.core.spec.SplitSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void writeTheSmallestJob() {
    file = Jobs.write(folder, "churn.conf", Jobs.SMALLEST);
  }

  @Test
  void fillsInTheDefaultsOfASmallJob() {
    JobSpec job = Jobs.loader(folder).job(file);

    assertThat(job.model().value()).isEqualTo("churn");
    assertThat(job.description()).isEmpty();
    assertThat(job.runDate()).isEmpty();
    assertThat(job.alias().orElseThrow().value()).isEqualTo("champion");
    assertThat(job.train().task()).isEqualTo(TaskType.BINARY);
    assertThat(job.train().split()).isEqualTo(new SplitSpec.ByTime("day", Optional.empty(), 0.2));
    assertThat(job.train().features())
        .containsExactly(new FeatureSpec.Numeric("age", MissingPolicy.REJECT, 0));
    assertThat(job.train().seed()).isEqualTo(1);
    assertThat(job.train().gate()).isEmpty();
    assertThat(job.score().model()).isEqualTo("churn@champion");
    assertThat(job.score().engine()).isEqualTo(EngineChoice.AUTO);
    assertThat(job.score().maxRejectedShare()).isEqualTo(0.05);
    assertThat(job.decision().threshold()).isEqualTo(0.5);
    assertThat(job.forecasts().table()).isEqualTo("churn");
    assertThat(job.forecasts().rejects()).isEqualTo("churn_rejects");
    assertThat(job.forecasts().guards().rules().values())
        .extracting(GuardSpec.Rule::action)
        .hasSameSizeAs(Guard.values())
        .containsOnly(GuardSpec.Action.WARN);
  }

  @Test
  void readsEveryFormOfFeature() {
    Path job =
        Jobs.write(
            folder,
            "f.conf",
            Jobs.SMALLEST
                + """
                train.features {
                  numeric { age { missing = constant, constant = 1.5 }, income { missing = median } }
                  categorical { city { missing = level, unseen = level }, "home town" {} }
                }
                """);

    assertThat(Jobs.loader(folder).job(job).train().features())
        .containsExactly(
            new FeatureSpec.Numeric("age", MissingPolicy.CONSTANT, 1.5),
            new FeatureSpec.Numeric("income", MissingPolicy.MEDIAN, 0),
            new FeatureSpec.Categorical("city", MissingPolicy.LEVEL, UnseenPolicy.LEVEL),
            new FeatureSpec.Categorical("home town", MissingPolicy.REJECT, UnseenPolicy.REJECT));
  }

  @Test
  void joinsSharedSourcesWithThoseOfASide() {
    Path job =
        Jobs.write(
            folder,
            "s.conf",
            Jobs.SMALLEST
                + """
                sources.cities { table = geo.cities }
                train.query = "SELECT * FROM customers JOIN cities USING (city)"
                score {
                  query = "SELECT * FROM customers"
                  sources.customers { format = csv, options { header = true, sep = ";" }, empty-text = missing }
                }
                """);

    JobSpec spec = Jobs.loader(folder).job(job);

    assertThat(spec.train().dataset().sources())
        .extracting(SourceSpec::name, SourceSpec::format, s -> s.location().orElseThrow())
        .containsExactly(
            tuple("cities", "table", "geo.cities"),
            tuple("customers", "parquet", "data/customers"));
    SourceSpec scored = spec.score().dataset().sources().get(1);
    assertThat(scored.format()).isEqualTo("csv");
    assertThat(scored.location()).contains("data/customers");
    assertThat(scored.options()).isEqualTo(Map.of("header", "true", "sep", ";"));
    assertThat(scored.emptyText()).isEqualTo(EmptyText.MISSING);
  }

  @Test
  void movesNoAliasOnRequest() {
    assertThat(Jobs.loader(folder, "alias=none").job(file).alias()).isEmpty();
  }

  @Test
  void theCommandLineWinsOverTheFileAndTheFileOverTheReference() {
    Path job = Jobs.write(folder, "seed.conf", Jobs.SMALLEST + "train.seed = 5\n");

    assertThat(Jobs.loader(folder).job(file).train().seed()).isEqualTo(1);
    assertThat(Jobs.loader(folder).job(job).train().seed()).isEqualTo(5);
    assertThat(Jobs.loader(folder, "train.seed=6", "train.seed=7").job(job).train().seed())
        .isEqualTo(7);
  }

  @Test
  void overridesTakeListsBlocksAndPlainText() {
    JobSpec job =
        Jobs.loader(
                folder,
                "score.keys=[id, day]",
                "train.gate={ auc { min = 0.7 } }",
                "train.algorithm.params.max-iter=30",
                "description=two words: and, more",
                "train.positive=1.10")
            .job(file);

    assertThat(job.score().keys()).containsExactly("id", "day");
    assertThat(job.train().gate()).hasSize(1);
    assertThat(job.train().algorithm().params()).isEqualTo(Map.of("max-iter", 30));
    assertThat(job.description()).isEqualTo("two words: and, more");
    assertThat(job.train().positive()).isEqualTo("1.10");
  }

  @Test
  void takesOurVariablesIntoFiles() {
    Path job =
        Jobs.write(
            folder,
            "e.conf",
            Jobs.SMALLEST
                + """
                description = "at "${ALMANAC_SITE}
                run-date = ${?ALMANAC_DAY}
                train.seed = ${?ALMANAC_NOT_SET}
                """);

    JobSpec spec = Jobs.loader(folder, Map.of("ALMANAC_SITE", "Kiel")).job(job);

    assertThat(spec.description()).isEqualTo("at Kiel");
    assertThat(spec.runDate()).isEmpty();
    assertThat(spec.train().seed()).isEqualTo(1);
  }

  @Test
  void includesFilesOfItsOwnFolder() {
    Jobs.write(folder, "shared/sources.conf", "people { format = orc, path = data/people }");
    Path job =
        Jobs.write(
            folder,
            "i.conf",
            Jobs.SMALLEST
                + "score.sources { include \"shared/sources.conf\" }\nscore.query = \"SELECT 1\"");

    assertThat(Jobs.loader(folder).job(job).score().dataset().sources())
        .extracting(SourceSpec::name)
        .containsExactly("customers", "people");
  }

  @Test
  void theEffectiveJsonIsTheSameHoweverItIsSaid() {
    Path other =
        Jobs.write(
            folder,
            "other.conf",
            """
            score.keys = [ "id" ]
            train {
              algorithm.name = logistic-regression
              split.column = day, positive = "1", task = binary, label = left
              features.numeric.age.missing = reject
              seed = 1
            }
            sources.customers { path = data/customers, format = parquet }
            name = churn
            """);

    String effective = Jobs.loader(folder).job(file).effective();

    assertThat(Jobs.loader(folder).job(other).effective()).isEqualTo(effective);
    assertThat(Jobs.loader(folder, "train.seed=1").job(file).effective()).isEqualTo(effective);
    assertThat(effective)
        .startsWith(
            "{\"alias\":\"champion\",\"decision\":{\"costs\":{},\"threshold\":0.5,\"thresholds\":{}},")
        .contains("\"rejects\":\"churn_rejects\",\"table\":\"churn\"}")
        .doesNotContain(":null");
  }

  @Test
  void reportsProblemsOfPlatformAndJobTogether() {
    Path platform = Jobs.write(folder, "p.conf", "almanac.spark.mastr = x\n");

    assertThatThrownBy(() -> Jobs.loader(folder, "train.sed=1").load(file, Optional.of(platform)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("the configuration has 2 problems:")
        .hasMessageContaining(
            "p.conf: 1: almanac.spark.mastr: is not a key here; did you mean 'master'?")
        .hasMessageContaining(
            "command line -D: train.sed: is not a key here; did you mean 'seed'?");
  }

  @Test
  void aMissingFileIsReportedWithItsNeighbours() {
    assertThatThrownBy(() -> Jobs.loader(folder).job(Path.of("chrun.conf")))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_UNREADABLE))
        .hasMessage("chrun.conf: there is no such file; did you mean 'churn.conf'?");
    assertThatThrownBy(() -> Jobs.loader(folder).job(Path.of("something-else.conf")))
        .hasMessage("something-else.conf: there is no such file; its folder has churn.conf");
    assertThatThrownBy(() -> Jobs.loader(folder).platform(Optional.of(Path.of("nowhere/a.conf"))))
        .hasMessageContaining("nowhere/a.conf: there is no such file; nor is there a folder");
  }

  @Test
  void aLoaderCanBeUsedAgain() {
    ConfigLoader loader = Jobs.loader(folder, "train.seed=3");

    assertThat(List.of(loader.job(file), loader.job(file)))
        .allSatisfy(job -> assertThat(job.train().seed()).isEqualTo(3));
  }
}
