package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.spec.JobSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a block does not say has its default, whatever was said of the block before. */
class DefaultsTest {
  private static final String JOB =
      Jobs.SMALLEST
          + """
          train {
            query = "SELECT * FROM customers"
            window { column = day, days = 30 }
            weights { column = w }
            search { over { reg-param = [0, 1] } }
            parity { rows = 100 }
            features {
              numeric { age { clip { min = 0 } } }
              categorical { city { unseen = level, rare { min-rows = 3 } } }
              text { note { rare { min-rows = 3 } } }
              expressions { old { sql = "age * 2" } }
            }
            gate { auc { min = 0.5, champion { worse-by = 0.002 }, segments { city { min = 0.5 } } } }
          }
          score { challengers { next { model = "churn@next" } } }
          forecasts { guards { nulls { most = 0.5 } } }
          publish { jdbc { url = "jdbc:postgresql://db/ml", table = ml.churn } }
          """;

  @TempDir Path folder = Path.of("");

  @Test
  void aChampionOfWhichOneThingIsSaidHasTheOtherDefaults() {
    JobSpec job = read(JOB);

    assertThat(job.train().gate().get(0).champion())
        .contains(new ChampionRule(0.002, 0.95, ChampionRule.Judge.DIFFERENCE));
  }

  /** Every block of the job, with its text: {@code train.gate.auc}, {@code { min = … }}. */
  static Stream<String> blocks() {
    ConfigObject job = ConfigFactory.parseString(JOB).resolve().root();
    List<String> blocks = new ArrayList<>();
    collect(job, List.of(), blocks);
    return blocks.stream();
  }

  private static void collect(ConfigObject block, List<String> path, List<String> blocks) {
    for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
      if (entry.getValue() instanceof ConfigObject inner) {
        List<String> longer = new ArrayList<>(path);
        longer.add(entry.getKey());
        blocks.add(ConfigUtil.joinPath(longer));
        collect(inner, longer, blocks);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void aBlockAfterANullIsTheBlock(String block) {
    String same = read(JOB).effective();
    ConfigObject whole = ConfigFactory.parseString(JOB).resolve().root();
    String said =
        ConfigPaths.at(whole, ConfigUtil.splitPath(block))
            .orElseThrow()
            .render(ConfigRenderOptions.concise());

    assertThat(read(JOB + block + " = null\n" + block + " " + said).effective()).isEqualTo(same);
    assertThat(read(JOB + block + " = 5\n" + block + " " + said).effective()).isEqualTo(same);
  }

  @Test
  void nullUnsetsWhatTheFileSaysWhereverItIsWritten() {
    String job =
        Jobs.SMALLEST
            + "train { seed = 7, algorithm { name = gbt, params { max-depth = 3, max-iter = 4 } }"
            + " }\n"
            + "train.gate.auc.min = 0.6\n";

    JobSpec spec =
        Jobs.loader(
                folder,
                "train.algorithm.params.max-depth=null",
                "train.seed=null",
                "train.gate.auc=null")
            .job(Jobs.write(folder, "job.conf", job));

    assertThat(spec.train().algorithm().params()).isEqualTo(Map.of("max-iter", 4));
    assertThat(spec.train().seed()).isEqualTo(1);
    assertThat(spec.train().gate()).isEmpty();
    assertThat(spec.effective())
        .isEqualTo(
            read(Jobs.SMALLEST + "train.algorithm { name = gbt, params { max-iter = 4 } }\n")
                .effective());
    assertThat(read(job + "train.seed = null").train().seed()).isEqualTo(1);
  }

  @Test
  void aNullOfOneSideHidesWhatTheSharedSourceSays() {
    JobSpec spec =
        read(
            Jobs.SMALLEST
                + "sources.customers.options { mergeSchema = true }\n"
                + "score.sources.customers { path = null, format = null, table = ml.customers }\n");

    assertThat(spec.score().dataset().sources().get(0).format()).isEqualTo("table");
    assertThat(spec.score().dataset().sources().get(0).options())
        .isEqualTo(Map.of("mergeSchema", "true"));
  }

  @Test
  void wholeNumbersAreReadToTheirLastDigit() {
    for (long seed :
        new long[] {1_234_567_890_123_456_789L, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1}) {
      assertThat(read(Jobs.SMALLEST + "train.seed = " + seed).train().seed()).isEqualTo(seed);
      assertThat(
              read(Jobs.SMALLEST + String.format(Locale.ROOT, "train.seed = \"%d\"", seed))
                  .train()
                  .seed())
          .isEqualTo(seed);
    }
    assertThat(read(Jobs.SMALLEST + "train.seed = 1e3").train().seed()).isEqualTo(1000);
  }

  private JobSpec read(String text) {
    return Jobs.loader(folder).job(Jobs.write(folder, "job.conf", text));
  }
}
