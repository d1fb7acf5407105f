package dev.almanac.scoring;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ModelInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Compares an exported form of a model with the trained pipeline on a sample of rows, and issues
 * parity certificates.
 */
public final class Parity {
  private Parity() {}

  /**
   * Draws a stratified sample of a holdout (see {@link StratifiedSampler}) and adds edge-case rows:
   * each field null, a level not seen in training, an empty and a Unicode text, each number at and
   * beyond its extremes, each in an otherwise ordinary row. The result is deterministic; it does
   * not depend on the order and partitions of the holdout.
   *
   * @param holdout has the model's inputs, and the target for stratification by it; other columns
   *     are not read
   * @param rows maximum number of rows that are drawn
   * @param seed selects the rows that are drawn
   * @throws AlmanacException EMPTY_DATASET if the holdout has no row
   */
  public static Probe probe(Dataset<Row> holdout, Signature signature, int rows, long seed) {
    Dataset<Row> read =
        ModelInput.select(
            holdout,
            signature.inputs().stream().map(ModelInput.Column::of).toList(),
            StratifiedSampler.carried(holdout, signature));
    List<Row> sample = StratifiedSampler.draw(read, signature, rows, seed);
    if (sample.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.EMPTY_DATASET,
          "the holdout has no row to compare the exported model by.\nTake a larger holdout in the job's split.");
    }
    EdgeCaseRows edges = EdgeCaseRows.around(signature, sample);
    List<Row> all = new ArrayList<>(sample);
    all.addAll(edges.rows());
    List<String> stories = new ArrayList<>();
    for (int i = 0; i < sample.size(); i++) {
      stories.add("drawn from the holdout");
    }
    stories.addAll(edges.stories());
    return new Probe(
        StratifiedSampler.inputs(read, signature).schema(), all, stories, edges.rows().size());
  }

  /**
   * Scores a probe by both engines and certifies how the answers differ. The engines must also
   * agree on which rows have no forecast, and no answer may be NaN or infinite; rows that the
   * shared check rejects are in neither count. Where the two largest probabilities of the reference
   * are equal within the tolerance, either label is accepted.
   *
   * @param form the form that the certificate is about, such as {@code pmml}
   * @param tolerance the largest permitted |a - b| / max(1, |a|)
   */
  public static ParityCertificate compare(
      SparkSession spark,
      Probe probe,
      ScoringEngine reference,
      ScoringEngine candidate,
      String form,
      Signature signature,
      DecisionSpec decision,
      double tolerance) {
    return compare(spark, probe, reference, Map.of(form, candidate), signature, decision, tolerance)
        .get(0);
  }

  /**
   * As above for several forms; the reference scores the probe once.
   *
   * @param candidates the engines by form
   * @return one certificate per form, in the order of the map
   */
  public static List<ParityCertificate> compare(
      SparkSession spark,
      Probe probe,
      ScoringEngine reference,
      Map<String, ScoringEngine> candidates,
      Signature signature,
      DecisionSpec decision,
      double tolerance) {
    ProbeAnswers answers = new ProbeAnswers(spark, probe, signature, decision);
    List<ProbeAnswers.Answer> expected = answers.of(reference);
    List<ParityCertificate> certificates = new ArrayList<>();
    candidates.forEach(
        (form, candidate) -> {
          ParityCounts tally = new ParityCounts(tolerance);
          tally.add(probe, reference.name(), expected, candidate.name(), answers.of(candidate));
          certificates.add(tally.certificate(form, reference.name()));
        });
    return certificates;
  }
}
