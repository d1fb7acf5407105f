package dev.almanac.report;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.Evaluation;
import dev.almanac.core.Field;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.FieldType;
import dev.almanac.core.GateResult;
import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelName;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Profile;
import dev.almanac.core.Provenance;
import dev.almanac.core.RunId;
import dev.almanac.core.SearchResult;
import dev.almanac.core.SegmentMetric;
import dev.almanac.core.Signature;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SegmentRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Facts to be told. */
final class ReportSamples {
  private ReportSamples() {}

  /** A binary model; the name stands wherever somebody else chooses a text. */
  static ReportFacts facts(String name) {
    Signature signature =
        new Signature(
            TaskType.BINARY,
            List.of(
                new Field(
                    "distance",
                    FieldType.DOUBLE,
                    Field.Kind.NUMERIC,
                    MissingPolicy.MEDIAN,
                    UnseenPolicy.REJECT,
                    List.of()),
                new Field(
                    name.equals("late") ? "origin" : name,
                    FieldType.STRING,
                    Field.Kind.CATEGORICAL,
                    MissingPolicy.LEVEL,
                    UnseenPolicy.LEVEL,
                    List.of("LAX", "SEA", name))),
            name,
            List.of("no", "yes"),
            "yes");
    return new ReportFacts(
        new ModelName("flight-delay"),
        name,
        name,
        signature,
        new DecisionSpec(0.35),
        new Evaluation(
            TaskType.BINARY,
            1_000,
            Map.of(Metric.AUC, 0.712, Metric.LOG_LOSS, 0.3),
            List.of("no", "yes"),
            List.of(List.of(700L, 100L), List.of(80L, 120L))),
        List.of(
            new GateRule(Metric.AUC, OptionalDouble.of(0.65), OptionalDouble.empty()),
            new GateRule(Metric.LOG_LOSS, OptionalDouble.empty(), OptionalDouble.of(0.6))),
        GateResult.NONE,
        Optional.of(search(name)),
        List.of(
            new ParityCertificate(
                "pmml", "spark", 512, 64, 4.4e-16, Map.of(), 0, 0, 1e-9, List.of()),
            new ParityCertificate("pmml-json", "spark", 512, 64, 0, Map.of(), 0, 0, 0, List.of())),
        provenance(name),
        profile(name));
  }

  private static SearchResult search(String name) {
    return new SearchResult(
        Metric.AUC,
        "3 folds",
        List.of(
            new SearchResult.Try(
                Map.of("max-depth", "3"),
                OptionalDouble.of(0.701),
                OptionalDouble.of(0.004),
                12.5,
                ""),
            new SearchResult.Try(
                Map.of("max-depth", "30"),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1,
                name)),
        0,
        2);
  }

  private static Profile profile(String name) {
    return new Profile(
        8_000,
        List.of(
            numeric("distance"),
            new FieldProfile.Categorical(
                name.equals("late") ? "origin" : name,
                8_000,
                0,
                Map.of("LAX", 4_000L, "SEA", 3_000L, name, 200L),
                40,
                800)),
        1_000,
        List.of(
            new FieldProfile.Categorical(
                "prediction", 1_000, 0, Map.of("no", 900L, "yes", 100L), 0, 0),
            numeric("probability")));
  }

  /** The same, compared with a champion and judged by segment. */
  static ReportFacts judged(String name) {
    ReportFacts facts = facts(name);
    SegmentRule floor =
        new SegmentRule("region", OptionalDouble.of(0.6), OptionalDouble.empty(), 100);
    return new ReportFacts(
        facts.model(),
        facts.description(),
        facts.algorithm(),
        facts.signature(),
        facts.decision(),
        facts.evaluation(),
        List.of(
            new GateRule(
                Metric.AUC,
                OptionalDouble.of(0.65),
                OptionalDouble.empty(),
                Optional.empty(),
                List.of(floor))),
        new GateResult(
            List.of(
                comparison(Metric.AUC, 0.712, 0.7, -0.001, 0.03, ChampionRule.Judge.DIFFERENCE),
                comparison(
                    Metric.LOG_LOSS,
                    0.3,
                    0.29,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    ChampionRule.Judge.OPTIMISTIC)),
            List.of(
                segment(Optional.of("north"), Optional.of(0.72), 600),
                segment(Optional.of(name), Optional.of(0.7), 300),
                segment(Optional.empty(), Optional.empty(), 90)),
            List.of("auc by region: 1 of the values was not judged")),
        Optional.empty(),
        facts.parity(),
        facts.provenance(),
        facts.profile());
  }

  private static ChampionComparison comparison(
      Metric metric,
      double value,
      double championValue,
      double low,
      double high,
      ChampionRule.Judge judge) {
    return new ChampionComparison(
        new ParentVersion(3, new RunId("20260424t031500z-0123456789")),
        metric,
        value,
        championValue,
        value - championValue,
        low,
        high,
        new ChampionRule(0.002, 0.95, judge),
        990,
        4,
        5,
        1);
  }

  private static SegmentMetric segment(
      Optional<String> value, Optional<Double> measured, long rows) {
    return new SegmentMetric("region", value, Metric.AUC, measured, rows, rows >= 100);
  }

  static ReportFacts regression() {
    Field empty =
        new Field(
            "empty",
            FieldType.DOUBLE,
            Field.Kind.NUMERIC,
            MissingPolicy.CONSTANT,
            UnseenPolicy.REJECT,
            List.of());
    return new ReportFacts(
        new ModelName("minutes"),
        "",
        "glm",
        new Signature(TaskType.REGRESSION, List.of(empty), "minutes", List.of(), ""),
        DecisionSpec.MIDDLE,
        new Evaluation(TaskType.REGRESSION, 10, Map.of(Metric.RMSE, 12.5), List.of(), List.of()),
        List.of(),
        GateResult.NONE,
        Optional.empty(),
        List.of(),
        provenance("ada"),
        new Profile(
            20,
            List.of(new FieldProfile.Numeric("empty", 20, 20, Optional.empty())),
            10,
            List.of(numeric("prediction"))));
  }

  private static FieldProfile numeric(String name) {
    FieldProfile.Bins bins =
        new FieldProfile.Bins(List.of(100.0, 500.0), List.of(2_000L, 4_000L, 1_800L));
    return new FieldProfile.Numeric(
        name,
        8_000,
        200,
        Optional.of(
            new FieldProfile.Spread(
                31,
                2_704,
                401.25,
                211.5,
                Map.of(0.01, 40.0, 0.5, 377.0, 0.99, 1_999.0),
                bins,
                bins)));
  }

  private static Provenance provenance(String name) {
    return new Provenance(
        new RunId("20260501t031500z-9f3c1a07be"),
        LocalDate.of(2026, 4, 30),
        Instant.parse("2026-05-01T03:15:00.123Z"),
        name.equals("late") ? "ada" : name,
        Optional.of(new ParentVersion(3, new RunId("20260424t031500z-0123456789"))),
        List.of(
            new SourceVersion(
                name.equals("late") ? "flights" : name,
                "lake/" + name,
                "delta",
                OptionalLong.of(12),
                "")),
        8_000,
        1_000,
        Map.of("MISSING_LABEL " + name, 3L),
        42,
        "0".repeat(64),
        "{\n  \"algorithm\": \"gbt\",\n  \"name\": \"" + name + "\"\n}",
        Map.of("almanac", "0.1.0", "spark", "4.0.1", "java", name),
        "ee6fc3d");
  }
}
