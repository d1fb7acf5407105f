package dev.almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelRef;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SegmentSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.lookup.RunHistory;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.testing.TrainSpecs;
import dev.almanac.testing.TrainingSite;
import dev.almanac.warehouse.Decision;
import dev.almanac.warehouse.PublicationRecord;
import dev.almanac.warehouse.Warehouse;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that score with several versions in one run. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("slow")
class ManyModelsIT {
  private static final LocalDate DATE = LocalDate.parse("2026-05-01");
  private static final SegmentSpec SEGMENTS =
      new SegmentSpec("unseen", Map.of("u1", "late:2", "u3", "late:2", "elsewhere", "late:1"));

  private final TrainingSite site;
  private final List<String> lines = new ArrayList<>();
  private final TrainSpec spec =
      ModelFixture.spec(Algorithm.DECISION_TREE, TaskType.BINARY, Map.of("max-depth", 1));
  private int runs;

  ManyModelsIT(@TempDir Path folder) {
    site = new TrainingSite(folder);
  }

  @BeforeAll
  void train() {
    Dataset<Row> rows = ModelFixture.rows(600);
    rows.write().parquet(site.table("rows"));
    rows.withColumn("neither", expr("if(id % 9 = 0, 'martian', neither)"))
        .write()
        .parquet(site.table("new"));
    rows.withColumn("extra", col("x")).write().parquet(site.table("more"));
    site.train(spec, "one", DATE);
    site.train(
        ModelFixture.spec(Algorithm.DECISION_TREE, TaskType.BINARY, Map.of("max-depth", 5)),
        "two",
        DATE);
    TrainSpec reading =
        ModelFixture.spec(
            Algorithm.DECISION_TREE,
            TaskType.BINARY,
            Map.of("max-depth", 2),
            List.of(new FeatureSpec.Numeric("extra", MissingPolicy.MEDIAN, 0)));
    site.train(
        TrainSpecs.like(reading).dataset(TrainingSite.dataset("more")).made(), "three", DATE);
  }

  @Test
  void eachSegmentIsScoredByItsOwnVersion() {
    ScoreResult result = score("segments", EngineChoice.AUTO, Optional.of(SEGMENTS), List.of());

    Dataset<Row> table = read("segments");
    assertThat(versions(table)).isEqualTo("[[u0,late,1], [u1,late,2], [u2,late,1], [u3,late,2]]");
    assertThat(versions(read("segments_rejects")))
        .isEqualTo("[[u0,late,1], [u1,late,2], [u2,late,1], [u3,late,2]]");
    Column own = expr("unseen IN ('u1', 'u3')");
    assertThat(describe(table.where(own))).isEqualTo(describe(alone(2).where(own))).isNotEmpty();
    Column rest = expr("unseen NOT IN ('u1', 'u3')");
    assertThat(describe(table.where(rest))).isEqualTo(describe(alone(1).where(rest))).isNotEmpty();
    assertThat(result.account().in()).isEqualTo(600);
    assertThat(result.segments()).hasSize(3);
    PublicationRecord record =
        new Warehouse(TestSpark.session(), site::table).history("segments").get(0);
    assertThat(record.model().number()).isEqualTo(1);
    assertThat(lines).anyMatch(fact -> fact.startsWith("the 2 models: "));
  }

  /** The two models answer differently, but each as it did on its holdout. */
  @Test
  void guardsCompareTheRowsOfEachModelWithItsOwnTraining() {
    List<GuardFinding> steady = guarded("steady", "rows").guards();
    assertThat(finding(steady, Guard.FORECAST_DRIFT).verdict())
        .isEqualTo(GuardFinding.Verdict.HOLDS);
    assertThat(finding(steady, Guard.FORECAST_DRIFT).subject()).matches("\\w+ of late:[12]");

    TestSpark.session()
        .read()
        .parquet(site.table("rows"))
        .withColumn("x", expr("if(unseen IN ('u1', 'u3'), 1000D, x)"))
        .write()
        .parquet(site.table("shifted_rows"));
    List<GuardFinding> shifted = guarded("shifted", "shifted_rows").guards();
    assertThat(shifted)
        .filteredOn(finding -> finding.verdict() == GuardFinding.Verdict.WARNED)
        .extracting(GuardFinding::subject)
        .contains("x of late:2")
        .doesNotContain("x of late:1");
  }

  private ScoreResult guarded(String table, String source) {
    GuardSpec.Rule rule = new GuardSpec.Rule(GuardSpec.Action.WARN, 0.2);
    GuardSpec guards =
        new GuardSpec(
            Map.of(Guard.NULLS, rule, Guard.INPUT_DRIFT, rule, Guard.FORECAST_DRIFT, rule),
            50,
            0.2,
            Optional.empty());
    JobSpec job =
        job(
            source,
            new ForecastSpec(table, table + "_rejects", guards),
            EngineChoice.AUTO,
            Optional.of(SEGMENTS),
            List.of());
    runs++;
    return new ScoreJob(TestSpark.session(), site.registry(), platform()).run(job, context());
  }

  private static GuardFinding finding(List<GuardFinding> findings, Guard guard) {
    return findings.stream().filter(one -> one.guard() == guard).findFirst().orElseThrow();
  }

  @Test
  void modelsThatAreNotCompiledAnswerAlike() {
    score("compiled", EngineChoice.AUTO, Optional.of(SEGMENTS), List.of());
    score("jpmml", EngineChoice.JPMML, Optional.of(SEGMENTS), List.of());

    assertThat(describe(read("jpmml")))
        .isEqualTo(describe(read("compiled")))
        .hasSizeGreaterThan(300);
    assertThat(versions(read("jpmml"))).isEqualTo(versions(read("compiled")));
  }

  @Test
  void challengersScoreTheSameRowsIntoTablesOfTheirOwn() {
    ScoreResult result =
        score(
            "main",
            EngineChoice.AUTO,
            Optional.of(SEGMENTS),
            List.of(
                challenger("main", "deep", "late:2"),
                challenger("main", "none", "late@nobody"),
                challenger("main", "reads-more", "late:3")));

    assertThat(describe(read("main_deep")))
        .isEqualTo(describe(alone(2).where("reject_reason IS NULL")));
    assertThat(versions(read("main"))).contains("[u0,late,1]", "[u1,late,2]");
    assertThat(result.challengers())
        .satisfiesExactlyInAnyOrder(
            published ->
                assertThat(published)
                    .isInstanceOfSatisfying(
                        ChallengerResult.Published.class,
                        deep -> {
                          assertThat(deep.version().number()).isEqualTo(2);
                          assertThat(deep.account().in()).isEqualTo(600);
                        }),
            left -> assertLeftOut(left, "none", ErrorCode.NO_SUCH_ALIAS),
            left -> assertLeftOut(left, "reads-more", ErrorCode.SCHEMA_MISMATCH));
    assertThat(lines).anyMatch(fact -> fact.startsWith("challenger reads-more is left out: "));
    assertThat(Path.of(site.table("main_none"))).doesNotExist();
  }

  @Test
  void challengersHaveRowsOfTheirOwnInTheTableOfRuns() {
    ScoreResult result =
        score(
            "told",
            EngineChoice.AUTO,
            Optional.empty(),
            List.of(
                challenger("told", "deep", "late:2"), challenger("told", "none", "late@nobody")));
    RunId run = lastRun();

    List<RunRecord> rows = history().of(run);

    assertThat(rows)
        .extracting(RunRecord::table, RunRecord::state, RunRecord::versions)
        .containsExactly(
            tuple("told", RunState.PUBLISHED, "late:1"),
            tuple("told_none", RunState.FAILED, ""),
            tuple("told_deep", RunState.PUBLISHED, "late:2"));
    assertThat(rows.get(0).reason()).isEmpty();
    assertThat(rows.get(1).reason()).startsWith("challenger none: NO_SUCH_ALIAS: ");
    RunRecord deep = rows.get(2);
    assertThat(deep.reason()).isEqualTo("challenger deep");
    assertThat(deep.location()).isEqualTo(site.table("told_deep"));
    assertThat(deep.rowsIn()).hasValue(600);
    assertThat(deep.rowsScored().orElseThrow() + deep.rejectedRows()).isEqualTo(600);
    assertThat(deep.summary()).contains("\"model_version\":2").contains("\"table\":\"told_deep\"");
    assertThat(deep.tableVersion())
        .hasValue(((ChallengerResult.Published) result.challengers().get(1)).tableVersion());
  }

  @Test
  void whatNobodyKnowsOfAChallengerIsNotTakenDown() {
    RunRecorder notes =
        new RunRecorder(
            job("m", EngineChoice.AUTO, Optional.empty(), List.of()), context(), "/lake/m");
    ChallengerSpec deep = challenger("m", "deep", "late:2");

    assertThat(
            notes.challenger(
                new ChallengerResult.LeftOut(
                    deep, new AlmanacException(ErrorCode.OUTCOME_UNKNOWN, "the store is silent")),
                "/lake/m_deep"))
        .isEmpty();
    assertThat(
            notes.challenger(
                new ChallengerResult.LeftOut(
                    deep, new AlmanacException(ErrorCode.SCHEMA_MISMATCH, "no column x")),
                "/lake/m_deep"))
        .hasValueSatisfying(row -> assertThat(row.state()).isEqualTo(RunState.FAILED));
  }

  @Test
  void aChallengersTableThatIsRolledBackLeavesTheJobsRunPublished() {
    List<ChallengerSpec> deep = List.of(challenger("both", "deep", "late:2"));
    score("both", EngineChoice.AUTO, Optional.empty(), deep);
    score("both", EngineChoice.AUTO, Optional.empty(), deep);
    RunId run = lastRun();

    new ForecastUpkeep(TestSpark.session(), platform())
        .rollBack(
            "both_deep",
            DATE,
            Optional.empty(),
            new Decision(new RunId("decided"), "ann", "not yet", Instant.now()),
            Progress.SILENT);

    assertThat(history().latest())
        .filteredOn(row -> row.runId().equals(run))
        .extracting(RunRecord::table, RunRecord::state)
        .containsExactly(
            tuple("both", RunState.PUBLISHED), tuple("both_deep", RunState.ROLLED_BACK));
  }

  @Test
  void whatAChallengerPublishedIsTakenDownLaterIfItsRunDiedBefore() {
    List<ChallengerSpec> deep = List.of(challenger("died", "deep", "late:2"));
    score("died", EngineChoice.AUTO, Optional.empty(), deep);
    RunId run = lastRun();
    // As if it had been killed between its last commit and its rows.
    DeltaTable.forPath(TestSpark.session(), site.table("runs"))
        .delete(col("run_id").equalTo(run.value()));
    score("died", EngineChoice.AUTO, Optional.empty(), deep);

    assertThat(history().of(run))
        .extracting(RunRecord::table, RunRecord::state)
        .containsExactly(tuple("died", RunState.PUBLISHED), tuple("died_deep", RunState.PUBLISHED));
  }

  @Test
  void aChallengerThatMayNotBePublishedKeepsNobodyElseFromIt() {
    score("other", EngineChoice.AUTO, Optional.empty(), List.of());
    // A table of other keys stands where the challenger's forecasts are to go.
    ModelFixture.rows(3).write().format("delta").save(site.table("taken"));

    ScoreResult result =
        score(
            "other",
            EngineChoice.AUTO,
            Optional.empty(),
            List.of(
                new ChallengerSpec("late", "late:2", new ForecastSpec("taken", "taken_rejects"))));

    assertThat(result.tableVersion()).hasValue(2);
    assertLeftOut(result.challengers().get(0), "late", ErrorCode.SCHEMA_MISMATCH);
    assertThat(read("taken").count()).isEqualTo(3);
  }

  @Test
  void aSegmentWithoutItsVersionEndsTheRun() {
    assertThatThrownBy(
            () ->
                score(
                    "nothing",
                    EngineChoice.AUTO,
                    Optional.of(new SegmentSpec("unseen", Map.of("u1", "late@nobody"))),
                    List.of()))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_ALIAS));
    assertThat(Path.of(site.table("nothing"))).doesNotExist();
  }

  private RunId lastRun() {
    return new RunId(String.format(Locale.ROOT, "20260501t0315%02dz-0123456789", runs));
  }

  private RunHistory history() {
    return RunHistory.open(site.table("runs"), Map.of());
  }

  private static void assertLeftOut(ChallengerResult result, String name, ErrorCode code) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ChallengerResult.LeftOut.class,
            left -> {
              assertThat(left.name()).isEqualTo(name);
              assertThat(left.why().code()).isEqualTo(code);
            });
  }

  private static ChallengerSpec challenger(String job, String name, String model) {
    String table = job + "_" + name;
    return new ChallengerSpec(name, model, new ForecastSpec(table, table + "_rejects"));
  }

  private ScoreResult score(
      String table,
      EngineChoice engine,
      Optional<SegmentSpec> segments,
      List<ChallengerSpec> challengers) {
    runs++;
    return new ScoreJob(TestSpark.session(), site.registry(), platform())
        .run(job(table, engine, segments, challengers), context());
  }

  private JobSpec job(
      String table,
      EngineChoice engine,
      Optional<SegmentSpec> segments,
      List<ChallengerSpec> challengers) {
    return job("new", new ForecastSpec(table, table + "_rejects"), engine, segments, challengers);
  }

  private JobSpec job(
      String source,
      ForecastSpec forecasts,
      EngineChoice engine,
      Optional<SegmentSpec> segments,
      List<ChallengerSpec> challengers) {
    return new JobSpec(
        TrainingSite.MODEL,
        "",
        Optional.empty(),
        spec,
        Optional.empty(),
        new ScoreSpec(
            TrainingSite.dataset(source),
            "late:1",
            List.of("id"),
            List.of("unseen"),
            engine,
            0.9,
            OptionalLong.empty(),
            segments,
            challengers),
        DecisionSpec.MIDDLE,
        forecasts,
        "job");
  }

  private RunContext context() {
    return new RunContext(
        lastRun(),
        DATE,
        Clock.fixed(Instant.parse("2026-05-01T03:15:00Z"), ZoneOffset.UTC),
        "tester",
        Map.of(),
        "",
        new Progress() {
          @Override
          public void step(String what) {}

          @Override
          public void fact(String text) {
            lines.add(text);
          }
        });
  }

  private PlatformSpec platform() {
    String folder = site.table("");
    return new PlatformSpec(folder, folder, false, folder, "runs", "local[2]", Map.of(), "");
  }

  private Dataset<Row> alone(int number) {
    RegisteredVersion version = site.registry().resolve(ModelRef.parse("late:" + number));
    return new CompiledEngine(site.registry().open(version).read(Artifacts.PMML))
        .score(
            TestSpark.session().read().parquet(site.table("new")),
            version.manifest().facts().signature(),
            version.manifest().facts().decision());
  }

  private Dataset<Row> read(String table) {
    return TestSpark.session().read().format("delta").load(site.table(table));
  }

  private static List<String> describe(Dataset<Row> rows) {
    return rows
        .where(
            List.of(rows.columns()).contains("reject_reason")
                ? col("reject_reason").isNull()
                : col("id").isNotNull())
        .orderBy("id")
        .select("id", "prediction", "probability", "decision")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  /** Which version answered for which segment. */
  private String versions(Dataset<Row> rows) {
    Dataset<Row> segments =
        TestSpark.session().read().parquet(site.table("new")).select("id", "unseen");
    return rows.drop("unseen")
        .join(segments, "id")
        .select("unseen", "model", "model_version")
        .distinct()
        .orderBy("unseen", "model_version")
        .collectAsList()
        .toString();
  }
}
