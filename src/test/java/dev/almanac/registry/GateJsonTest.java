package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.GateResult;
import dev.almanac.core.Metric;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.SegmentMetric;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SegmentRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateJsonTest {
  private static final ChampionRule RULE =
      new ChampionRule(0.002, 0.9, ChampionRule.Judge.PESSIMISTIC);

  @Test
  void aManifestGivesBackWhatTheGateRequestedAndFound() throws MalformedException {
    GateRule rule =
        new GateRule(
            Metric.AUC,
            OptionalDouble.of(0.65),
            OptionalDouble.empty(),
            Optional.of(RULE),
            List.of(
                new SegmentRule("region", OptionalDouble.of(0.6), OptionalDouble.empty(), 200)));
    GateResult judgement =
        new GateResult(
            List.of(
                comparison(-0.001, -0.004, 0.002),
                comparison(0.01, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)),
            List.of(
                new SegmentMetric(
                    "region", Optional.of("north"), Metric.AUC, Optional.of(0.7), 300, true),
                new SegmentMetric(
                    "region", Optional.empty(), Metric.AUC, Optional.empty(), 3, false)),
            List.of("one was not judged"),
            List.of("auc is 1.0000"));

    VersionFacts facts = readBack(List.of(rule), judgement);

    assertThat(facts.gate()).containsExactly(rule);
    assertThat(facts.judgement()).isEqualTo(judgement);
  }

  @Test
  void whatWasNotRequestedLeavesNoTrace() throws MalformedException {
    VersionFacts facts = Samples.facts(Samples.run(1));
    assertThat(facts.judgement()).isEqualTo(GateResult.NONE);
    String json = new String(write(facts), StandardCharsets.UTF_8);
    assertThat(json).doesNotContain("judgement", "segments", "champion");
    assertThat(ManifestJson.read(write(facts)).facts()).isEqualTo(facts);
  }

  private static ChampionComparison comparison(double difference, double low, double high) {
    return new ChampionComparison(
        new ParentVersion(3, Samples.run(1)),
        Metric.AUC,
        0.7,
        0.7 - difference,
        difference,
        low,
        high,
        RULE,
        1_000,
        2,
        3,
        4);
  }

  private static VersionFacts readBack(List<GateRule> gate, GateResult judgement)
      throws MalformedException {
    VersionFacts facts = Samples.facts(Samples.run(1));
    return ManifestJson.read(
            write(
                new VersionFacts(
                    facts.signature(),
                    facts.decision(),
                    facts.evaluation(),
                    gate,
                    judgement,
                    facts.search(),
                    facts.parity(),
                    facts.provenance(),
                    facts.algorithm(),
                    facts.description())))
        .facts();
  }

  private static byte[] write(VersionFacts facts) {
    return ManifestJson.write(new Manifest(Samples.CHURN, Samples.run(1), facts, List.of()));
  }
}
