package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.Splitter;
import dev.almanac.pmml.ExportPreflight;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.pmml.PmmlJson;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.Parity;
import dev.almanac.scoring.Probe;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.scoring.SparkEngine;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every algorithm on one table: every exported form answers as the pipeline does, on rows of the
 * holdout and at all edges. What was measured is left in {@code target/parity-(table).md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Interpreted.class)
abstract class ParityMatrix {
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("demo", "a demo", "Almanac", "0", Instant.EPOCH);
  private static final double EXACT = 1e-9;

  private static final int DRAWN = 150;

  final ParityTable table;
  private final Map<String, FitDataset> prepared = new HashMap<>();
  private final Map<String, Probe> probes = new HashMap<>();
  private final List<String> measured = new ArrayList<>();

  ParityMatrix(ParityTable table) {
    this.table = table.read();
  }

  static Stream<ParityCase> first() {
    return ParityCase.first();
  }

  static Stream<ParityCase> further() {
    return ParityCase.further();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("first")
  void everyFormAnswersAsThePipelineDoes(ParityCase one) {
    check(one);
  }

  /** The same of other settings. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("further")
  @Tag("slow")
  void everyFormAnswersAsThePipelineDoesWithOtherSettings(ParityCase one) {
    check(one);
  }

  private void check(ParityCase one) {
    TrainSpec spec = one.spec(table);
    assertThat(TrainingPreflight.misfits(spec)).isEmpty();
    assertThat(ExportPreflight.misfits(spec)).isEmpty();
    FitDataset rows = prepared.computeIfAbsent(one.rows(spec), key -> prepare(spec));
    TrainedModel model = rows.fit(one.made());
    byte[] pmml =
        PmmlExporter.export(model.pipeline(), model.signature(), model.holdout().limit(20), ABOUT);
    byte[] json = PmmlJson.toXml(PmmlJson.toJson(pmml));
    assertThat(PmmlModel.load(pmml).verify()).as("rows embedded in the file").isPositive();
    assertThat(spelled(json)).as("by way of JSON").isEqualTo(spelled(pmml));

    List<ParityCertificate> certificates = compare(one, spec, model, pmml, json);

    double bound = Math.max(EXACT, one.algorithm().parityFloor());
    Probe probe = Objects.requireNonNull(probes.get(one.rows(spec)));
    OptionalDouble other = largestDifferenceElsewhere(one, model.signature(), probe, bound, pmml);
    measured.add(line(one, certificates, other));
    for (ParityCertificate certificate : certificates) {
      assertThat(certificate.examples()).isEmpty();
      assertThat(certificate.labelFlips() + certificate.refusals()).isZero();
      assertThat(certificate.largestDifference()).isLessThanOrEqualTo(bound);
      assertThat(certificate.rows() - certificate.edgeRows()).isGreaterThan(90);
      assertThat(certificate.edgeRows()).isGreaterThan(40);
    }
  }

  /** The largest difference to an evaluator of another vendor, if the document is tried in one. */
  OptionalDouble largestDifferenceElsewhere(
      ParityCase one, Signature signature, Probe probe, double bound, byte[] pmml) {
    return OptionalDouble.empty();
  }

  @AfterAll
  void report() throws IOException {
    prepared.values().forEach(FitDataset::close);
    List<String> lines = new ArrayList<>();
    lines.add(
        "| "
            + table.name()
            + " | rows, made | PMML | PMML-JSON | compiled | PMML4S | flips | refusals |");
    lines.add("|---|---|---|---|---|---|---|---|");
    lines.addAll(measured);
    Files.write(
        Files.createDirectories(Path.of("target")).resolve("parity-" + table.name() + ".md"),
        lines);
  }

  FitDataset prepare(TrainSpec spec) {
    Dataset<Row> used = TrainingData.used(TrainingData.of(table.rows(), spec, List.of()));
    return new FitDataset(
        Splitter.split(used, spec.split(), spec.seed()),
        table.rows().schema(),
        Map.of(),
        spec,
        List.of(),
        Optional.empty());
  }

  private List<ParityCertificate> compare(
      ParityCase one, TrainSpec spec, TrainedModel model, byte[] pmml, byte[] json) {
    Map<String, ScoringEngine> forms = new LinkedHashMap<>();
    forms.put("pmml", new JpmmlEngine(pmml, "xml " + table.name() + one));
    forms.put("pmml-json", new JpmmlEngine(json, "json " + table.name() + one));
    CompiledEngine compiled = new CompiledEngine(pmml);
    assertThat(compiled.whyNot(model.signature())).isEmpty();
    forms.put("pmml-compiled", compiled);
    Probe probe =
        probes.computeIfAbsent(
            one.rows(spec), key -> Parity.probe(model.holdout(), model.signature(), DRAWN, 7));
    return Parity.compare(
        TestSpark.session(),
        probe,
        new SparkEngine(model.pipeline()),
        forms,
        model.signature(),
        DecisionSpec.MIDDLE,
        Math.max(EXACT, one.algorithm().parityFloor()));
  }

  private static String line(
      ParityCase one, List<ParityCertificate> certificates, OptionalDouble other) {
    ParityCertificate first = certificates.get(0);
    return String.format(
        Locale.ROOT,
        "| %s | %d, %d | %.1e | %.1e | %s | %s | %d | %d |",
        one,
        first.rows(),
        first.edgeRows(),
        first.largestDifference(),
        certificates.get(1).largestDifference(),
        certificates.size() > 2
            ? String.format(Locale.ROOT, "%.1e", certificates.get(2).largestDifference())
            : "-",
        other.isPresent() ? String.format(Locale.ROOT, "%.1e", other.getAsDouble()) : "-",
        certificates.stream().mapToLong(ParityCertificate::labelFlips).sum(),
        certificates.stream().mapToLong(ParityCertificate::refusals).sum());
  }

  /** XML has two spellings of an empty cell. */
  private static String spelled(byte[] pmml) {
    return new String(pmml, StandardCharsets.UTF_8).replaceAll("<(data:\\w+)></\\1>", "<$1/>");
  }
}
