package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import dev.almanac.testing.TrainingSite;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does to the champion while a training runs. */
class PromotionIT {
  private static final RunId SOMEBODY = new RunId("somebody");

  @TempDir Path folder = Path.of("unset");

  @Test
  void movesTheAliasOnlyFromWhereItPointedWhenTheTrainingBegan() {
    TrainingSite site = new TrainingSite(folder);
    ModelRegistry registry = site.registry();
    ModelFixture.rows(200).coalesce(1).write().parquet(site.table("rows"));
    train(site, () -> {});
    assertThat(champion(site)).isEqualTo(1);

    ModelVersion first = new ModelVersion(TrainingSite.MODEL, 1);
    train(site, () -> registry.lifeCycle().withdraw(first, "leaked labels", SOMEBODY));
    assertThat(champion(site)).as("it still pointed to the withdrawn version").isEqualTo(2);
    assertThat(parent(site, 2)).isEqualTo(1);

    registry.lifeCycle().restore(first, "they did not", SOMEBODY);
    assertLeftAlone(
        () ->
            train(
                site,
                () ->
                    registry.rollBackAlias(
                        TrainingSite.MODEL,
                        Alias.CHAMPION,
                        OptionalInt.empty(),
                        "2 is too slow",
                        SOMEBODY)),
        "late:3 is registered, but champion was left as it is: when the training began it pointed"
            + " to version 2",
        "now it points to version 1 (moved by tester at 2026-05-01T03:15:00Z: 2 is too slow)",
        "almanac registry diff late:1 late:3",
        "almanac registry alias late champion 3 --expect 1 --reason");
    assertThat(champion(site)).isEqualTo(1);
    assertThat(parent(site, 3)).as("what the gate compared with").isEqualTo(2);

    registry.removeAlias(
        TrainingSite.MODEL, Alias.CHAMPION, OptionalInt.empty(), "none is good", SOMEBODY);
    assertLeftAlone(
        () ->
            train(
                site,
                () ->
                    registry.moveAlias(
                        TrainingSite.MODEL,
                        Alias.CHAMPION,
                        3,
                        OptionalInt.empty(),
                        "3 is",
                        SOMEBODY)),
        "when the training began it pointed to no version",
        "now it points to version 3");
    assertThat(champion(site)).isEqualTo(3);
    assertThat(parentOf(site, 4)).as("there was no champion to compare with").isEmpty();
  }

  private static void assertLeftAlone(Runnable training, String... messages) {
    assertThatThrownBy(training::run)
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALIAS_MOVED))
        .satisfies(
            e -> {
              for (String message : messages) {
                assertThat(e).hasMessageContaining(message);
              }
            });
  }

  /**
   * @param meanwhile done between the gate and the publication
   */
  private static void train(TrainingSite site, Runnable meanwhile) {
    TrainSpec spec =
        ModelFixture.spec(
            Algorithm.DECISION_TREE,
            TaskType.BINARY,
            Map.of("max-depth", 1),
            List.of(new FeatureSpec.Numeric("x", MissingPolicy.MEAN, 0)));
    site.train(
        TrainSpecs.like(spec).dataset(TrainingSite.dataset("rows")).made(),
        "{}",
        LocalDate.of(2026, 5, 1),
        new Progress() {
          @Override
          public void step(String what) {
            if (what.equals("publish to the registry")) {
              meanwhile.run();
            }
          }

          @Override
          public void fact(String text) {}
        });
  }

  private static int champion(TrainingSite site) {
    return site.registry().current(TrainingSite.MODEL, Alias.CHAMPION).orElseThrow().number();
  }

  private static int parent(TrainingSite site, int number) {
    return parentOf(site, number).orElseThrow().number();
  }

  /** The parent of a version, as its manifest names it. */
  private static Optional<ParentVersion> parentOf(TrainingSite site, int number) {
    return site.registry()
        .resolve(new ModelRef.ByNumber(new ModelVersion(TrainingSite.MODEL, number)))
        .manifest()
        .facts()
        .provenance()
        .parent();
  }
}
