package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.LearningSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import dev.almanac.testing.TrainingSite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class WarmStartIT {
  @Test
  void growsTheTreesOfTheVersionThatTheAliasPointsTo(@TempDir Path folder) {
    TrainingSite site = new TrainingSite(folder);
    ModelFixture.rows(400).coalesce(1).write().parquet(site.table("rows"));
    TrainSpec spec =
        TrainSpecs.like(
                ModelFixture.spec(
                    Algorithm.XGBOOST,
                    TaskType.BINARY,
                    Map.of("num-round", 3, "max-depth", 3),
                    List.of(ModelFixture.FEATURES.get(0), ModelFixture.FEATURES.get(3))))
            .dataset(TrainingSite.dataset("rows"))
            .learning(new LearningSpec(false, true))
            .made();

    site.train(spec, "{}", LocalDate.of(2026, 5, 1));
    site.train(spec, "{}", LocalDate.of(2026, 5, 2));

    RegisteredVersion first = version(site, 1);
    RegisteredVersion second = version(site, 2);
    assertThat(first.manifest().facts().provenance().parent()).isEmpty();
    assertThat(second.manifest().facts().provenance().parent())
        .isEqualTo(Optional.of(new ParentVersion(1, first.manifest().runId())));
    assertThat(trees(site, first)).hasSize(3);
    assertThat(trees(site, second))
        .hasSize(6)
        .startsWith(trees(site, first).toArray(String[]::new));
    assertThat(second.manifest().facts().parity()).hasSize(3).allMatch(ParityCertificate::holds);
  }

  private static RegisteredVersion version(TrainingSite site, int number) {
    return site.registry()
        .resolve(new ModelRef.ByNumber(new ModelVersion(TrainingSite.MODEL, number)));
  }

  /** The trees as the exported file has them; the first segment is the base score. */
  private static List<String> trees(TrainingSite site, RegisteredVersion version) {
    String pmml =
        new String(site.registry().open(version).read(Artifacts.PMML), StandardCharsets.UTF_8);
    List<String> trees = List.of(pmml.split("<TreeModel "));
    return trees.subList(2, trees.size()).stream()
        .map(tree -> tree.substring(0, tree.indexOf("</TreeModel>")))
        .toList();
  }
}
