package dev.almanac.scoring;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelInput;
import dev.almanac.forecast.BlockScorer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * SQL function of a model version: maps a struct of inputs to a forecast by the compiled engine,
 * with the same row checks and decision as every engine. Scores one row per call; use {@link
 * CompiledEngine} for whole tables. Immutable.
 */
public final class ModelFunction implements UnboundFunction {
  /** The type of result of a function. */
  public enum Result {
    /**
     * One value: the probability of the positive label (binary), the label (multiclass, clustering)
     * or the number (regression); null where the row is rejected.
     */
    VALUE,
    /** All columns of {@link ScoringEngine#score} as a STRUCT. */
    STRUCT
  }

  private final ModelVersion version;
  private final byte[] pmml;
  private final Signature signature;
  private final DecisionSpec decision;
  private final Result result;

  /** Creates a function for the document of a version. */
  public ModelFunction(
      ModelVersion version,
      byte[] pmml,
      Signature signature,
      DecisionSpec decision,
      Result result) {
    this.version = version;
    this.pmml = pmml.clone();
    this.signature = signature;
    this.decision = decision;
    this.result = result;
  }

  @Override
  public String name() {
    return version.toString();
  }

  @Override
  public String description() {
    return "%s(STRUCT<%s>): %s of %s"
        .formatted(
            version,
            String.join(", ", signature.inputs().stream().map(field -> field.name()).toList()),
            result == Result.VALUE ? valueColumn(signature.task()) : "forecast",
            signature.target());
  }

  /**
   * {@inheritDoc} The function takes one argument: a struct that has the model's inputs by name.
   *
   * @throws UnsupportedOperationException if the argument is not a struct
   * @throws AlmanacException SCHEMA_MISMATCH if a field is missing or has another type
   */
  @Override
  public BoundFunction bind(StructType arguments) {
    if (arguments.length() != 1 || !(arguments.apply(0).dataType() instanceof StructType row)) {
      throw new UnsupportedOperationException(
          "it takes one struct of the model's inputs, such as named_struct('%s', ...), not (%s)"
              .formatted(
                  signature.inputs().isEmpty()
                      ? ""
                      : ExactNames.inLiteral(signature.inputs().get(0).name()),
                  String.join(
                      ", ",
                      Arrays.stream(arguments.fields())
                          .map(field -> field.dataType().sql().toLowerCase(Locale.ROOT))
                          .toList())));
    }
    CompiledEngine engine = new CompiledEngine(pmml);
    engine
        .whyNot(signature)
        .ifPresent(
            why -> {
              throw new AlmanacException(
                  ErrorCode.NO_SUCH_VERSION,
                  "%s cannot be a function of SQL: %s.\nScore with 'almanac score'."
                      .formatted(version, why));
            });
    SparkSession session = SparkSession.active();
    StructType named = named(row);
    // Rejects missing and mistyped fields, as for a table.
    ModelInput.check(session.createDataFrame(List.of(), named), signature.inputs());
    BlockModel model =
        new BlockModel(
            JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(pmml),
            Digests.sha256(pmml),
            signature,
            decision);
    int[] ordinals =
        signature.inputs().stream().mapToInt(field -> named.fieldIndex(field.name())).toArray();
    return new Bound(version.toString(), model, ordinals, row, result);
  }

  /**
   * Renames the fields of a row to the names of the model's inputs. Names match case-insensitively,
   * as in SQL, unless another field has exactly the input's name.
   */
  private StructType named(StructType row) {
    boolean sensitive = SQLConf.get().caseSensitiveAnalysis();
    List<String> present = List.of(row.fieldNames());
    StructField[] fields = row.fields().clone();
    for (Field input : signature.inputs()) {
      int[] alike =
          IntStream.range(0, fields.length)
              .filter(i -> !sensitive && present.get(i).equalsIgnoreCase(input.name()))
              .toArray();
      if (present.contains(input.name()) || alike.length == 0) {
        continue;
      }
      if (alike.length > 1) {
        throw new AlmanacException(
            ErrorCode.SCHEMA_MISMATCH,
            "the input '%s' of %s may be any of the fields %s.\nGive one of them the name of the input."
                .formatted(
                    input.name(),
                    version,
                    Arrays.stream(alike)
                        .mapToObj(i -> "'" + Text.printable(present.get(i)) + "'")
                        .collect(Collectors.joining(", "))));
      }
      StructField field = fields[alike[0]];
      fields[alike[0]] =
          new StructField(input.name(), field.dataType(), field.nullable(), field.metadata());
    }
    return new StructType(fields);
  }

  private static String valueColumn(TaskType task) {
    return task == TaskType.BINARY ? ForecastColumns.PROBABILITY : ForecastColumns.PREDICTION;
  }

  /** Scores one row per call. Transient state is rebuilt after deserialization. */
  private static final class Bound implements ScalarFunction<Object> {
    private static final long serialVersionUID = 1L;

    private final String version;
    private final BlockModel model;
    private final int[] ordinals;
    private final StructType row;
    private final Result result;
    private transient @Nullable Scorer scorer;

    Bound(String version, BlockModel model, int[] ordinals, StructType row, Result result) {
      this.version = version;
      this.model = model;
      this.ordinals = ordinals;
      this.row = row;
      this.result = result;
    }

    @Override
    public String name() {
      return version;
    }

    /** Depends on the version only, not on the alias that resolved to it. */
    @Override
    public String canonicalName() {
      return "almanac " + version + " " + result;
    }

    @Override
    public DataType[] inputTypes() {
      return new DataType[] {row};
    }

    @Override
    public DataType resultType() {
      StructType all = ForecastVectors.schema(model.signature().task());
      return result == Result.STRUCT
          ? all
          : all.apply(valueColumn(model.signature().task())).dataType();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bound bound
          && result == bound.result
          && version.equals(bound.version)
          && model.equals(bound.model)
          && row.equals(bound.row);
    }

    @Override
    public int hashCode() {
      return Objects.hash(version, result, row);
    }

    /** The text of a plan that Spark prints. */
    @Override
    public String toString() {
      return version;
    }

    @Override
    public synchronized @Nullable Object produceResult(InternalRow arguments) {
      Scorer known = scorer;
      if (known == null) {
        known = new Scorer(model, ordinals, row);
        scorer = known;
      }
      if (arguments.isNullAt(0)) {
        return null;
      }
      InternalRow output = known.score(arguments.getStruct(0, row.length()));
      if (result == Result.STRUCT) {
        return output.copy();
      }
      return known.value(output);
    }
  }

  /** Scores blocks of one row; reused for each call. */
  private static final class Scorer {
    private final InternalRow[] rows = new InternalRow[1];
    private final BlockScorer scorer;
    private final RowCells cells;
    private final ForecastVectors output;
    private final ColumnarBatch answers;

    /** The index of the single value among the answers, and whether it is a number. */
    private final int value;

    private final boolean isNumber;

    Scorer(BlockModel model, int[] ordinals, StructType row) {
      scorer = model.newScorer();
      cells = new RowCells(ordinals, row, model.newSpellings(), rows);
      output = new ForecastVectors(model.signature());
      answers = new ColumnarBatch(output.columns().toArray(ColumnVector[]::new), 1);
      TaskType task = model.signature().task();
      StructType all = ForecastVectors.schema(task);
      value = all.fieldIndex(valueColumn(task));
      isNumber = all.apply(value).dataType().equals(DataTypes.DoubleType);
    }

    InternalRow score(InternalRow row) {
      rows[0] = row;
      output.clear(1);
      scorer.score(cells, 1, output);
      return answers.getRow(0);
    }

    @Nullable Object value(InternalRow output) {
      if (output.isNullAt(value)) {
        return null;
      }
      return isNumber ? (Object) output.getDouble(value) : output.getUTF8String(value);
    }
  }
}
