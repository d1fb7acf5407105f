package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.pmml.Answer;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.scoring.Probe;
import dev.almanac.testing.OtherEvaluator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Compares a document in our evaluator and in PMML4S. Rows that a policy rejects, or that have a
 * number that is not finite, are left out: they are no input of a document.
 */
final class OtherVendor {
  /** What a row may have that sets it apart. */
  private enum Trait {
    UNKNOWN_LEVEL,
    MARKED_LEVEL,
    FAR_NUMBER,
    NULL_NUMBER,
    ANY
  }

  /** Rows that PMML4S answers differently. One that no model needs any more is a failure. */
  private record Unlike(Predicate<ParityCase> models, Trait rows, String reason) {}

  private static final List<Unlike> EXCEPTIONS =
      List.of(
          new Unlike(
              of(Algorithm.NAIVE_BAYES, Algorithm.RANDOM_FOREST, Algorithm.GBT, Algorithm.XGBOOST),
              Trait.UNKNOWN_LEVEL,
              "the replacement of an invalid value is missing to it, unless the dictionary lists"
                  + " it"),
          new Unlike(
              of(Algorithm.RANDOM_FOREST, Algorithm.GBT, Algorithm.XGBOOST),
              Trait.MARKED_LEVEL,
              "it does not read quotes and entities in the array of a set"),
          new Unlike(
              of(Algorithm.LOGISTIC_REGRESSION).and(OtherVendor::isMulticlass),
              Trait.FAR_NUMBER,
              "the exponential of a score above 709 is infinite, and it shifts none"),
          new Unlike(
              of(Algorithm.MULTILAYER_PERCEPTRON).and(OtherVendor::isMulticlass),
              Trait.ANY,
              "as above: without a hidden layer the scores are as large as the column 'big'"),
          new Unlike(
              of(Algorithm.XGBOOST)
                  .and(one -> isMulticlass(one) || one.params().containsKey("objective")),
              Trait.NULL_NUMBER,
              "it does not round a derived field to float, so a replaced number may fall on the"
                  + " other side of a threshold"));

  private static final Pattern MARK = Pattern.compile("[\"<&]");

  /** A number is far if it is more than this many times the largest of the holdout. */
  private static final double FAR = 10;

  private final ParityCase model;
  private final List<Unlike> exceptions;
  private final Signature signature;
  private final Probe probe;
  private final double bound;

  OtherVendor(ParityCase model, Signature signature, Probe probe, double bound) {
    this.model = model;
    this.exceptions = EXCEPTIONS.stream().filter(one -> one.models.test(model)).toList();
    this.signature = signature;
    this.probe = probe;
    this.bound = bound;
  }

  /** Returns the largest difference of the rows that are no exceptions. */
  double compare(byte[] pmml) {
    PmmlModel ours = PmmlModel.load(pmml);
    OtherEvaluator other = OtherEvaluator.load(pmml);
    Set<Unlike> needed = new HashSet<>();
    double largest = 0;
    int compared = 0;
    for (Row row : probe.rows().stream().filter(this::isInput).toList()) {
      Map<String, @Nullable Object> values = values(row);
      Answer expected = ours.score(values, signature.labels());
      Map<String, @Nullable Object> found = other.predict(values);
      double difference = difference(expected, found);
      List<Unlike> unlike = unlike(row);
      if (unlike.isEmpty()) {
        assertThat(difference)
            .as("%s of %s: %s, in PMML4S %s", model, values, expected, found)
            .isLessThanOrEqualTo(bound);
        largest = Math.max(largest, difference);
        compared++;
      } else if (difference > bound) {
        needed.addAll(unlike);
      }
    }
    assertThat(needed)
        .as("exceptions of %s that are still needed", model)
        .containsExactlyInAnyOrderElementsOf(exceptions);
    if (exceptions.stream().noneMatch(one -> one.rows == Trait.ANY)) {
      assertThat(compared).as("rows of %s that were compared", model).isGreaterThan(80);
    }
    return largest;
  }

  private List<Unlike> unlike(Row row) {
    Set<Trait> traits = traits(row);
    return exceptions.stream().filter(one -> traits.contains(one.rows)).toList();
  }

  private double difference(Answer expected, Map<String, @Nullable Object> found) {
    Object prediction = found.get("prediction");
    if (expected instanceof Answer.Estimate estimate) {
      return away(estimate.value(), prediction);
    }
    Answer.Label label = (Answer.Label) expected;
    double largest = label.label().equals(String.valueOf(prediction)) ? 0 : 1;
    for (int i = 0; i < label.probabilities().size(); i++) {
      Object probability = found.get("probability(" + signature.labels().get(i) + ")");
      largest = Math.max(largest, away(label.probabilities().get(i), probability));
    }
    return largest;
  }

  /** Infinite if there is no number. */
  private static double away(double expected, @Nullable Object found) {
    double difference =
        found instanceof Number number
            ? Math.abs(number.doubleValue() - expected) / Math.max(1, Math.abs(expected))
            : Double.NaN;
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  /** A model of floats has its numbers rounded here, as the document writes them: see above. */
  private Map<String, @Nullable Object> values(Row row) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      values.put(
          signature.inputs().get(i).name(),
          value instanceof Double number && model.algorithm().isOfFloats()
              ? Double.valueOf(Float.toString(number.floatValue()))
              : value);
    }
    return values;
  }

  private boolean isInput(Row row) {
    return IntStream.range(0, row.size())
        .noneMatch(i -> isRejected(signature.inputs().get(i), row.get(i)));
  }

  private static boolean isRejected(Field field, @Nullable Object value) {
    if (value == null) {
      return field.missing() == MissingPolicy.REJECT;
    }
    return value instanceof Double number
        ? !Double.isFinite(number)
        : field.unseen() == UnseenPolicy.REJECT && !field.levels().contains(value);
  }

  private Set<Trait> traits(Row row) {
    Set<Trait> traits = EnumSet.of(Trait.ANY);
    for (int i = 0; i < row.size(); i++) {
      Field field = signature.inputs().get(i);
      Object value = row.get(i);
      if (value == null && field.kind() == Field.Kind.NUMERIC) {
        traits.add(Trait.NULL_NUMBER);
      } else if (value instanceof Double number && Math.abs(number) > FAR * largest(i)) {
        traits.add(Trait.FAR_NUMBER);
      } else if (value instanceof String level) {
        if (!field.levels().contains(level)) {
          traits.add(Trait.UNKNOWN_LEVEL);
        } else if (MARK.matcher(level).find()) {
          traits.add(Trait.MARKED_LEVEL);
        }
      }
    }
    return traits;
  }

  private double largest(int index) {
    return probe.rows().subList(0, probe.rows().size() - probe.edgeRows()).stream()
        .filter(row -> !row.isNullAt(index))
        .mapToDouble(row -> Math.abs(row.getDouble(index)))
        .max()
        .orElse(0);
  }

  private static Predicate<ParityCase> of(Algorithm... algorithms) {
    return one -> List.of(algorithms).contains(one.algorithm());
  }

  private static boolean isMulticlass(ParityCase one) {
    return one.task() == TaskType.MULTICLASS;
  }
}
