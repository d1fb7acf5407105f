package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.forecast.EngineSelector;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.pmml.PmmlJson;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.Parity;
import dev.almanac.scoring.Probe;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.training.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Exported forms of a trained model, each with a parity certificate. */
final class ModelExport {
  /** Number of holdout rows in the PMML's model verification. */
  private static final int VERIFICATION_ROWS = 20;

  private final byte[] pmml;
  private final byte[] json;
  private final List<ParityCertificate> parity;
  private final ScoringEngine fastest;

  private ModelExport(
      byte[] pmml, byte[] json, List<ParityCertificate> parity, ScoringEngine fastest) {
    this.pmml = pmml;
    this.json = json;
    this.parity = List.copyOf(parity);
    this.fastest = fastest;
  }

  /** The PMML document. */
  byte[] pmml() {
    return pmml.clone();
  }

  /** The same document as JSON. */
  byte[] json() {
    return json.clone();
  }

  /** The fastest engine that is equivalent to the model; the model itself if there is none. */
  ScoringEngine fastest() {
    return fastest;
  }

  /**
   * One certificate per form. All hold except possibly that of the compiled form, which is then not
   * used for scoring.
   */
  List<ParityCertificate> parity() {
    return parity;
  }

  /**
   * Exports the model and compares the forms with it.
   *
   * @param reference the model as trained
   * @throws AlmanacException {@code PARITY_FAILED} if a form is not equivalent to the trained
   *     model; the ledger records it
   */
  static ModelExport of(
      SparkSession spark,
      ModelRegistry registry,
      JobSpec job,
      RunContext run,
      TrainedModel trained,
      ScoringEngine reference) {
    run.progress().step("export to PMML");
    byte[] pmml =
        PmmlExporter.export(
            trained.pipeline(),
            trained.signature(),
            trained.holdout().limit(VERIFICATION_ROWS),
            new PmmlExporter.About(
                job.model().value(),
                job.description(),
                "Almanac",
                run.libraries().getOrDefault("almanac", "unknown"),
                run.clock().instant()));
    PmmlModel.load(pmml).verify();
    byte[] json = PmmlJson.toJson(pmml);
    run.progress()
        .fact(
            String.format(
                Locale.ROOT,
                "%,d KiB, %,d KiB as JSON, embedded verification holds",
                pmml.length / 1024,
                json.length / 1024));
    CompiledEngine compiled = new CompiledEngine(pmml);
    Optional<String> whyNot = compiled.whyNot(trained.signature());
    whyNot.ifPresent(why -> run.progress().fact("not for the compiled engine: " + why));
    List<ParityCertificate> parity =
        compare(
            spark,
            registry,
            job,
            run,
            trained,
            reference,
            forms(pmml, json, whyNot.isEmpty() ? Optional.of(compiled) : Optional.empty()));
    boolean proven =
        parity.stream()
            .anyMatch(each -> each.form().equals(EngineSelector.COMPILED_FORM) && each.holds());
    return new ModelExport(pmml, json, parity, proven ? compiled : reference);
  }

  private static Map<String, ScoringEngine> forms(
      byte[] pmml, byte[] json, Optional<CompiledEngine> compiled) {
    Map<String, ScoringEngine> forms = new LinkedHashMap<>();
    forms.put(EngineSelector.PMML_FORM, new JpmmlEngine(pmml, Digests.sha256(pmml)));
    // A separate hash, so that the document is parsed again and not found in the cache.
    forms.put(
        EngineSelector.PMML_JSON_FORM, new JpmmlEngine(PmmlJson.toXml(json), Digests.sha256(json)));
    compiled.ifPresent(engine -> forms.put(EngineSelector.COMPILED_FORM, engine));
    return forms;
  }

  private static List<ParityCertificate> compare(
      SparkSession spark,
      ModelRegistry registry,
      JobSpec job,
      RunContext run,
      TrainedModel trained,
      ScoringEngine reference,
      Map<String, ScoringEngine> forms) {
    run.progress().step("compare the export with Spark");
    TrainSpec.Parity parity = job.train().parity();
    Probe probe =
        Parity.probe(trained.holdout(), trained.signature(), parity.rows(), job.train().seed());
    List<ParityCertificate> certificates =
        Parity.compare(
            spark,
            probe,
            reference,
            forms,
            trained.signature(),
            job.decision(),
            Math.max(parity.tolerance(), job.train().algorithm().algorithm().parityFloor()));
    for (ParityCertificate certificate : certificates) {
      if (!certificate.holds() && !certificate.form().equals(EngineSelector.COMPILED_FORM)) {
        throw refused(registry, job, run, certificate);
      }
      run.progress()
          .fact(
              "%s%s: %s, %s of them at the edges, largest difference %s"
                  .formatted(
                      certificate.form(),
                      certificate.holds() ? "" : " does not hold, so it is not scored with",
                      Text.count(certificate.rows(), "row"),
                      Text.grouped(certificate.edgeRows()),
                      Text.difference(certificate.largestDifference())));
    }
    return certificates;
  }

  private static AlmanacException refused(
      ModelRegistry registry, JobSpec job, RunContext run, ParityCertificate certificate) {
    String figures =
        String.format(
            Locale.ROOT,
            "%s against %s on %s: largest difference %.3g (allowed %.3g), %s, %s that only one side"
                + " answered or that have no finite number",
            certificate.form(),
            certificate.reference(),
            Text.count(certificate.rows(), "row"),
            certificate.largestDifference(),
            certificate.tolerance(),
            Text.count(certificate.labelFlips(), "different label"),
            Text.count(certificate.refusals(), "row"));
    registry.recordRefusal(job.model(), run.runId(), List.of(figures), Optional.empty());
    return new AlmanacException(
        ErrorCode.PARITY_FAILED,
        "the exported PMML does not mean what was trained, so nothing was published.%n  %s%n  %s%nPlease report this: a job that passes 'almanac check' should export faithfully."
            .formatted(
                figures, String.join(System.lineSeparator() + "  ", certificate.examples())));
  }
}
