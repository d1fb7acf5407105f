package dev.almanac.scoring;

import dev.almanac.core.Field;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.Signature;
import dev.almanac.data.PartitionValues;
import dev.almanac.data.ScalaSeqs;
import dev.almanac.data.ValueBins;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Counts rows, undecodable texts and input values per profile bin while a table is scored. Not
 * thread-safe; the counts are available after all observed rows were computed.
 */
public final class InputCounts {
  /**
   * A model whose inputs are counted.
   *
   * @param profiles profiles of inputs of the signature
   */
  public record Model(Signature signature, List<FieldProfile> profiles) {
    /** Copies the list. */
    public Model {
      profiles = List.copyOf(profiles);
    }
  }

  /** The counts of one task. */
  static final class Counts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long rows;
    private final long[] undecoded;
    private final long[][][] bins;

    /**
     * The counts of one task.
     *
     * @param undecoded by column of text
     * @param bins by model, column and bin
     */
    Counts(long rows, long[] undecoded, long[][][] bins) {
      this.rows = rows;
      this.undecoded = undecoded;
      this.bins = bins;
    }
  }

  private final List<String> texts;
  private final List<Model> models;
  private final Optional<String> segments;
  private final Map<String, Integer> routes;
  private final PartitionValues<Counts> counted;

  /**
   * Counts for the given columns and models.
   *
   * @param texts text columns that are checked for undecodable texts
   * @param models the models whose inputs are counted; the first is for rows of no segment
   * @param segments the column that selects the model of a row; empty if one model scores all rows
   * @param routes the index of the model for each value of that column
   */
  public InputCounts(
      SparkContext spark,
      List<String> texts,
      List<Model> models,
      Optional<String> segments,
      Map<String, Integer> routes) {
    this.texts = List.copyOf(texts);
    this.models = List.copyOf(models);
    this.segments = segments;
    this.routes = Map.copyOf(routes);
    this.counted = PartitionValues.register(spark);
  }

  /**
   * The same rows, counted while they are computed.
   *
   * @throws dev.almanac.core.AlmanacException as {@link ScoringEngine#score}, about the columns
   */
  public Dataset<Row> observe(Dataset<Row> rows) {
    models.forEach(model -> ForecastColumnsBuilder.check(rows, model.signature()));
    BlockScoreStrategy.register(rows.sparkSession());
    List<String> inputs = inputs();
    LogicalPlan plan = ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
    List<Attribute> columns = ScalaSeqs.list(plan.output());
    List<String> names = Arrays.asList(rows.columns());
    List<Attribute> read = inputs.stream().map(name -> columns.get(names.indexOf(name))).toList();
    LogicalPlan observed =
        new BlockScore(
            new BlockCounts(columns(inputs), routes, counted),
            ScalaSeqs.of(read),
            ScalaSeqs.of(List.of()),
            plan);
    return org.apache.spark.sql.classic.Dataset$.MODULE$.ofRows(
        (SparkSession) rows.sparkSession(), observed);
  }

  /** The columns that are read; the segment column is first. */
  private List<String> inputs() {
    Set<String> names = new LinkedHashSet<>(segments.stream().toList());
    names.addAll(texts);
    models.forEach(model -> model.profiles().forEach(profile -> names.add(profile.name())));
    return List.copyOf(names);
  }

  private BlockCounts.Columns columns(List<String> inputs) {
    return new BlockCounts.Columns(
        segments.isPresent(),
        texts.stream().map(inputs::indexOf).toList(),
        models.stream()
            .map(
                model ->
                    model.profiles().stream()
                        .map(
                            profile ->
                                new BlockCounts.Column(
                                    inputs.indexOf(profile.name()),
                                    kind(model.signature(), profile.name()),
                                    ValueBins.of(profile)))
                        .toList())
            .toList());
  }

  private static Field.Kind kind(Signature signature, String input) {
    return signature.inputs().stream()
        .filter(field -> field.name().equals(input))
        .map(Field::kind)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the model has no input " + input));
  }

  /** The number of rows that were computed. */
  public long rows() {
    return counted.value().values().stream().mapToLong(counts -> counts.rows).sum();
  }

  /** The number of rows with undecodable text, by column; columns without such rows are omitted. */
  public Map<String, Long> undecoded() {
    Map<String, Long> undecoded = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      int place = i;
      long rows =
          counted.value().values().stream().mapToLong(counts -> counts.undecoded[place]).sum();
      if (rows > 0) {
        undecoded.put(texts.get(i), rows);
      }
    }
    return undecoded;
  }

  /**
   * The counts of the inputs of one model, by profile and bin of {@link ValueBins}; the nulls are
   * last.
   *
   * @param model its index among the models
   */
  public long[][] of(int model) {
    long[][] sum =
        ValueBins.zeros(models.get(model).profiles().stream().map(ValueBins::of).toList());
    counted.value().values().forEach(partition -> ValueBins.add(partition.bins[model], sum));
    return sum;
  }
}
