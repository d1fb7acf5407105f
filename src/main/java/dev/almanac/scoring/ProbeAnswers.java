package dev.almanac.scoring;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.SparkError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Scores a probe by engines and collects their answers. */
final class ProbeAnswers {
  private static final String ROW = "_probe_row";
  private static final long LOCAL_CELLS = 500_000;

  /**
   * The answer of an engine for one row.
   *
   * @param reason the reject reason; empty if the row has an answer
   * @param value the value at fault, such as a number that is not finite; empty if there is none
   * @param label empty in regression
   * @param numbers the forecast under an empty name in regression, otherwise the probabilities by
   *     label
   */
  record Answer(
      String reason, String field, String value, String label, Map<String, Double> numbers) {
    boolean answered() {
      return reason.isEmpty();
    }

    /** Whether the check that all engines share rejected the row. */
    boolean turnedAway() {
      return !answered()
          && !reason.equals(RejectReason.ENGINE_REFUSED.name())
          && !reason.equals(RejectReason.NO_FORECAST.name());
    }

    /** Whether the engine returned a number that is NaN or infinite. */
    boolean notFinite() {
      return reason.equals(RejectReason.NO_FORECAST.name()) && !value.isEmpty();
    }

    double of(String name) {
      return numbers.getOrDefault(name, 0.0);
    }

    @Override
    public String toString() {
      if (notFinite()) {
        return value;
      }
      if (!answered()) {
        return "nothing (" + (field.isEmpty() ? reason : reason + " in '" + field + "'") + ")";
      }
      return label.isEmpty() ? String.valueOf(of("")) : "'" + label + "' of " + numbers;
    }
  }

  private final Dataset<Row> rows;
  private final int count;
  private final Signature signature;
  private final DecisionSpec decision;

  ProbeAnswers(SparkSession spark, Probe probe, Signature signature, DecisionSpec decision) {
    this.signature = signature;
    this.decision = decision;
    this.count = probe.rows().size();
    StructType schema = new StructType().add(ROW, DataTypes.IntegerType);
    List<Row> numbered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object[] values = new Object[probe.schema().size() + 1];
      values[0] = i;
      for (int j = 1; j < values.length; j++) {
        values[j] = probe.rows().get(i).get(j - 1);
      }
      numbered.add(RowFactory.create(values));
    }
    for (int i = 0; i < probe.schema().size(); i++) {
      schema = schema.add(probe.schema().fieldNames()[i], probe.schema().apply(i).dataType(), true);
    }
    // The optimizer evaluates local rows on the driver, cell by cell; for wide rows this takes
    // minutes.
    long cells = (long) count * schema.size();
    this.rows =
        cells <= LOCAL_CELLS
            ? spark.createDataFrame(numbered, schema)
            : spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(numbered, Math.toIntExact(1 + cells / LOCAL_CELLS)),
                schema);
  }

  /** The answers in the probe's order. */
  List<Answer> of(ScoringEngine engine) {
    List<Row> scored;
    try {
      Dataset<Row> answers = engine.score(rows, signature, decision);
      // Selects only the compared columns, and sorts here: with thousands of inputs, Spark would
      // compute each row a second time to sort them.
      scored = new ArrayList<>(answers.select(compared(answers)).collectAsList());
      scored.sort(Comparator.comparingInt((Row row) -> row.<Integer>getAs(ROW)));
    } catch (Exception e) {
      throw failed(engine, e);
    }
    if (scored.size() != count) {
      throw new AlmanacException(
          ErrorCode.INTERNAL,
          String.format(
              Locale.ROOT,
              "the engine '%s' made %d rows of %d",
              engine.name(),
              scored.size(),
              count));
    }
    return scored.stream().map(this::answer).toList();
  }

  private static Column[] compared(Dataset<Row> answers) {
    return Arrays.stream(answers.columns())
        .filter(name -> name.equals(ROW) || ForecastColumns.ADDED.contains(name))
        .map(ColumnNames::column)
        .toArray(Column[]::new);
  }

  private Answer answer(Row row) {
    String reason = text(row, ForecastColumns.REJECT_REASON);
    if (!reason.isEmpty()) {
      return new Answer(
          reason,
          text(row, ForecastColumns.REJECT_FIELD),
          text(row, ForecastColumns.REJECT_VALUE),
          "",
          Map.of());
    }
    return switch (signature.task()) {
      case REGRESSION ->
          new Answer("", "", "", "", Map.of("", row.<Double>getAs(ForecastColumns.PREDICTION)));
      case BINARY -> {
        double probability = row.<Double>getAs(ForecastColumns.PROBABILITY);
        Map<String, Double> numbers = new TreeMap<>();
        numbers.put(signature.positive(), probability);
        numbers.put(signature.labels().get(1 - signature.positiveIndex()), 1 - probability);
        yield new Answer("", "", "", text(row, ForecastColumns.PREDICTION), numbers);
      }
      case CLUSTERING -> new Answer("", "", "", text(row, ForecastColumns.PREDICTION), Map.of());
      case MULTICLASS ->
          new Answer(
              "",
              "",
              "",
              text(row, ForecastColumns.PREDICTION),
              new TreeMap<>(
                  row.<String, Double>getJavaMap(row.fieldIndex(ForecastColumns.PROBABILITIES))));
    };
  }

  private static String text(Row row, String column) {
    Object value = row.getAs(column);
    return value == null ? "" : value.toString();
  }

  /**
   * Converts a failure; Scala methods throw checked exceptions without declaring them, with an
   * AlmanacException as the cause.
   */
  private static AlmanacException failed(ScoringEngine engine, Exception failure) {
    Optional<AlmanacException> ours = AlmanacException.within(failure);
    if (ours.isPresent()) {
      return ours.get();
    }
    SparkError error = SparkError.of(failure);
    return new AlmanacException(
        error.code() == ErrorCode.SPARK_FAILED ? ErrorCode.SPARK_FAILED : ErrorCode.PARITY_FAILED,
        "the engine '%s' failed on the rows of the parity probe: %s.\nRun with --verbose for the whole error."
            .formatted(engine.name(), error.message()),
        failure);
  }
}
