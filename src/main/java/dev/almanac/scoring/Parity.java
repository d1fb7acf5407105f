package dev.almanac.scoring;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ModelInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Shows by example that an exported form of a model means what was trained. */
public final class Parity {
  private static final int EXAMPLES = 5;

  private Parity() {}

  /**
   * Draws rows of a holdout, the same ones at every call whatever the order and partitions of the
   * holdout, and adds rows at the edges: each field null, a level not seen, an empty and a Unicode
   * text, each number at and beyond its extremes, each in an otherwise ordinary row.
   *
   * @param holdout has the model's inputs; further columns are not read
   * @param rows how many are drawn at most
   * @throws AlmanacException EMPTY_DATASET if the holdout has no row
   */
  public static Probe probe(Dataset<Row> holdout, Signature signature, int rows, long seed) {
    List<ModelInput.Column> inputs =
        signature.inputs().stream().map(ModelInput.Column::of).toList();
    Dataset<Row> read = ModelInput.select(holdout, inputs, List.of());
    Column[] columns = Arrays.stream(read.columns()).map(Names::column).toArray(Column[]::new);
    Column draw =
        xxhash64(
            Stream.concat(Stream.of(lit(seed)), Arrays.stream(columns)).toArray(Column[]::new));
    List<Row> sample = read.orderBy(draw).limit(rows).collectAsList();
    if (sample.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.EMPTY_DATASET,
          "the holdout has no row to compare the exported model by.\nTake a larger holdout in the job's split.");
    }
    EdgeRows edges = EdgeRows.around(signature, sample);
    List<Row> all = new ArrayList<>(sample);
    all.addAll(edges.rows());
    List<String> stories = new ArrayList<>();
    for (int i = 0; i < sample.size(); i++) {
      stories.add("drawn from the holdout");
    }
    stories.addAll(edges.stories());
    return new Probe(read.schema(), all, stories, edges.rows().size());
  }

  /**
   * Scores a probe by both engines and tells how the answers differ. Which rows get no forecast
   * must agree as well, and no answer may be NaN or infinite; rows that the check all engines share
   * refuses are in neither count. Where the reference holds two labels equally probable within the
   * tolerance, either may be chosen.
   *
   * @param form what the certificate is about, such as {@code pmml}
   * @param tolerance the largest |a - b| / max(1, |a|)
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
   * As above for several forms, with the reference asked once.
   *
   * @param candidates the engines by form
   * @return one certificate a form, in the order of the map
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
          Tally tally = new Tally(tolerance);
          tally.add(probe, reference.name(), expected, candidate.name(), answers.of(candidate));
          certificates.add(tally.certificate(form, reference.name()));
        });
    return certificates;
  }

  private static String told(Probe probe, int row) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < probe.schema().size(); i++) {
      parts.add(probe.schema().fieldNames()[i] + "=" + probe.rows().get(row).get(i));
    }
    return dev.almanac.core.Text.printable(String.join(" ", parts));
  }

  /** Counts differences. */
  private static final class Tally {
    private final double tolerance;
    private final List<String> examples = new ArrayList<>();
    private long rows;
    private long edgeRows;
    private double largest;
    private long flips;
    private long refusals;

    Tally(double tolerance) {
      this.tolerance = tolerance;
    }

    void add(
        Probe probe,
        String reference,
        List<ProbeAnswers.Answer> expected,
        String candidate,
        List<ProbeAnswers.Answer> actual) {
      for (int i = 0; i < probe.rows().size(); i++) {
        boolean made = i >= probe.rows().size() - probe.edgeRows();
        if (differs(expected.get(i), actual.get(i), made)) {
          examples.add(
              "row %d, %s, %s: %s answers %s, %s answers %s"
                  .formatted(
                      i + 1,
                      probe.stories().get(i),
                      told(probe, i),
                      reference,
                      expected.get(i),
                      candidate,
                      actual.get(i)));
        }
      }
    }

    /** Whether the two answers differ, and an example of it is still wanted. */
    private boolean differs(
        ProbeAnswers.Answer expected, ProbeAnswers.Answer actual, boolean made) {
      if (expected.turnedAway() && actual.turnedAway()) {
        return false;
      }
      rows++;
      edgeRows += made ? 1 : 0;
      if (expected.answered() != actual.answered() || expected.notFinite() || actual.notFinite()) {
        refusals++;
        return wanted();
      }
      if (!expected.answered()) {
        return false;
      }
      double difference = difference(expected.numbers(), actual.numbers());
      largest = Math.max(largest, difference);
      boolean flip =
          !expected.label().equals(actual.label())
              && expected.of(expected.label()) - expected.of(actual.label()) > tolerance;
      flips += flip ? 1 : 0;
      return (flip || difference > tolerance) && wanted();
    }

    ParityCertificate certificate(String form, String reference) {
      return new ParityCertificate(
          form, reference, rows, edgeRows, largest, flips, refusals, tolerance, examples);
    }

    private boolean wanted() {
      return examples.size() < EXAMPLES;
    }

    private static double difference(Map<String, Double> expected, Map<String, Double> actual) {
      double difference = 0;
      for (Map.Entry<String, Double> entry : expected.entrySet()) {
        double a = entry.getValue();
        double b = actual.getOrDefault(entry.getKey(), Double.POSITIVE_INFINITY);
        difference = Math.max(difference, Math.abs(a - b) / Math.max(1, Math.abs(a)));
      }
      return difference;
    }
  }
}
