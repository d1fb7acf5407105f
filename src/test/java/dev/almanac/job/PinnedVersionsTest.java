package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SegmentSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.warehouse.PublishedDate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a backfill takes the references of a job for, and what it makes of a date. */
class PinnedVersionsTest {
  private static final LocalDate MAY = LocalDate.parse("2026-05-01");
  private static final PinnedVersions PINNED =
      new PinnedVersions(version("late", 7), Map.of("ORD", version("ord", 2)));

  @Test
  void asksEveryAliasForTheBeginningOfTheDate() {
    List<String> requested = new ArrayList<>();

    Optional<PinnedVersions> pinned =
        PinnedVersions.of(
            spec(),
            Optional.of(MAY),
            ref -> {
              requested.add(ref.toString());
              return Optional.of(
                  ref instanceof ModelRef.ByNumber number ? number.version() : version("late", 7));
            });

    assertThat(requested).containsExactly("late@champion?at=2026-05-01T00:00:00Z", "ord:2");
    assertThat(pinned).contains(PINNED);
    assertThat(PINNED.words()).containsExactly("late:7", "ord:2");
  }

  @Test
  void isNoneWhereASegmentHadNoVersion() {
    assertThat(
            PinnedVersions.of(
                spec(),
                Optional.empty(),
                ref ->
                    ref instanceof ModelRef.ByNumber
                        ? Optional.empty()
                        : Optional.of(version("late", 7))))
        .isEmpty();
  }

  @Test
  void reportsWhatADateNeeds() {
    assertThat(need(Optional.empty(), "s@v2")).isEqualTo(Backfill.Need.MISSING);
    assertThat(need(published(Set.of("late:7", "ord:2"), "s@v2"), "s@v2"))
        .isEqualTo(Backfill.Need.DONE);
    assertThat(need(published(Set.of("late:7"), "s@v2"), "s@v2"))
        .as("a date without a row of the segment")
        .isEqualTo(Backfill.Need.DONE);
    assertThat(need(published(Set.of("late:7", "ord:1"), "s@v2"), "s@v2"))
        .isEqualTo(Backfill.Need.OTHER_VERSION);
    assertThat(need(published(Set.of("late:7"), "s@v1"), "s@v2"))
        .isEqualTo(Backfill.Need.SOURCE_CHANGED);
    assertThat(need(published(Set.of("late:7"), "s@v1"), "")).isEqualTo(Backfill.Need.DONE);
  }

  @Test
  void plansADateWithoutRowsAgainOnlyIfItsSourcesChanged() {
    assertThat(skipped(Optional.empty(), "s@v2")).isEqualTo(Backfill.Need.EMPTY);
    assertThat(skipped(Optional.empty(), "s@v3")).isEqualTo(Backfill.Need.SOURCE_CHANGED);
    assertThat(skipped(Optional.empty(), "")).isEqualTo(Backfill.Need.EMPTY);
    assertThat(skipped(published(Set.of("late:7"), "s@v1"), "s@v2"))
        .as("rows that are gone since")
        .isEqualTo(Backfill.Need.EMPTY);
    assertThat(skipped(published(Set.of("late:7"), "s@v1"), "s@v3"))
        .isEqualTo(Backfill.Need.SOURCE_CHANGED);
    assertThat(skipped(published(Set.of("late:6"), "s@v1"), ""))
        .isEqualTo(Backfill.Need.OTHER_VERSION);
  }

  private static Backfill.Need need(Optional<PublishedDate> published, String sources) {
    return Backfill.step(MAY, PINNED, published, Optional.empty(), sources).need();
  }

  /** After a run that found no row in version 2 of the source. */
  private static Backfill.Need skipped(Optional<PublishedDate> published, String sources) {
    RunRecord run =
        new RunRecord(
            new RunId("run-2"),
            "late",
            "late:7",
            MAY,
            Instant.EPOCH,
            Instant.EPOCH,
            RunState.SKIPPED,
            "",
            "ann",
            OptionalLong.of(0),
            OptionalLong.of(0),
            Map.of(),
            "s@v2",
            "",
            "late",
            "/late",
            OptionalLong.empty(),
            "",
            "");
    return Backfill.step(MAY, PINNED, published, Optional.of(run), sources).need();
  }

  private static Optional<PublishedDate> published(Set<String> versions, String source) {
    return Optional.of(new PublishedDate(MAY, versions, Set.of("run-1"), Set.of(source), 9));
  }

  private static ScoreSpec spec() {
    return new ScoreSpec(
        new DatasetSpec(
            List.of(
                new SourceSpec(
                    "s",
                    "delta",
                    Optional.of("s"),
                    Map.of(),
                    Optional.empty(),
                    OptionalLong.empty())),
            Optional.empty()),
        "late@champion",
        List.of("id"),
        List.of(),
        EngineChoice.AUTO,
        0.05,
        OptionalLong.empty(),
        Optional.of(new SegmentSpec("origin", Map.of("ORD", "ord:2"))),
        List.of());
  }

  private static ModelVersion version(String model, int number) {
    return new ModelVersion(new ModelName(model), number);
  }
}
