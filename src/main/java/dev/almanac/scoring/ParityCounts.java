package dev.almanac.scoring;

import dev.almanac.core.ParityCertificate;
import dev.almanac.core.ParityCertificate.Difference;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts the differences between two engines' answers to a probe. Single use; not thread-safe. */
final class ParityCounts {
  private static final int EXAMPLES = 5;

  private final double tolerance;
  private final List<String> examples = new ArrayList<>();
  private final Map<String, Difference> outputs = new TreeMap<>();
  private long rows;
  private long edgeRows;
  private double largest;
  private long flips;
  private long refusals;

  ParityCounts(double tolerance) {
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
            String.format(
                Locale.ROOT,
                "row %d, %s, %s: %s answers %s, %s answers %s",
                i + 1,
                probe.stories().get(i),
                describe(probe, i),
                reference,
                expected.get(i),
                candidate,
                actual.get(i)));
      }
    }
  }

  /**
   * Counts the row; returns whether the answers differ and fewer than the maximum of examples are
   * recorded.
   */
  private boolean differs(ProbeAnswers.Answer expected, ProbeAnswers.Answer actual, boolean made) {
    if (expected.turnedAway() && actual.turnedAway()) {
      return false;
    }
    rows++;
    edgeRows += made ? 1 : 0;
    if (expected.answered() != actual.answered() || expected.notFinite() || actual.notFinite()) {
      refusals++;
      return isRoom();
    }
    if (!expected.answered()) {
      return false;
    }
    double difference = difference(expected.numbers(), actual.numbers());
    largest = Math.max(largest, difference);
    boolean flip =
        !expected.label().equals(actual.label())
            && (expected.numbers().isEmpty() || isClear(expected, actual));
    flips += flip ? 1 : 0;
    return (flip || difference > tolerance) && isRoom();
  }

  /** Whether the reference prefers its label by more than the tolerance. */
  private boolean isClear(ProbeAnswers.Answer expected, ProbeAnswers.Answer actual) {
    return expected.of(expected.label()) - expected.of(actual.label()) > tolerance;
  }

  ParityCertificate certificate(String form, String reference) {
    return new ParityCertificate(
        form, reference, rows, edgeRows, largest, outputs, flips, refusals, tolerance, examples);
  }

  private boolean isRoom() {
    return examples.size() < EXAMPLES;
  }

  private double difference(Map<String, Double> expected, Map<String, Double> actual) {
    double largestHere = 0;
    for (Map.Entry<String, Double> entry : expected.entrySet()) {
      double a = entry.getValue();
      double absolute = Math.abs(a - actual.getOrDefault(entry.getKey(), Double.POSITIVE_INFINITY));
      double relative = absolute / Math.max(1, Math.abs(a));
      outputs.merge(
          entry.getKey().isEmpty() ? "prediction" : "probability(" + entry.getKey() + ")",
          new Difference(absolute, relative),
          ParityCounts::larger);
      largestHere = Math.max(largestHere, relative);
    }
    return largestHere;
  }

  private static Difference larger(Difference a, Difference b) {
    return new Difference(
        Math.max(a.absolute(), b.absolute()), Math.max(a.relative(), b.relative()));
  }

  private static String describe(Probe probe, int row) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < probe.schema().size(); i++) {
      parts.add(probe.schema().fieldNames()[i] + "=" + probe.rows().get(row).get(i));
    }
    return Text.printable(String.join(" ", parts));
  }
}
