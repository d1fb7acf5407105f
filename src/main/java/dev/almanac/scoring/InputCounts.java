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
 * Counts the rows of a table while they are read to be scored: how many there are, in how many a
 * text was not decoded, and how the values of the models' inputs are spread over the bins of their
 * profiles. For one thread; the counts are there after all observed rows were computed.
 */
public final class InputCounts {
  /**
   * A model whose inputs are counted.
   *
   * @param profiles of its inputs, each of which the signature has
   */
  public record Model(Signature signature, List<FieldProfile> profiles) {
    /** Copies the list. */
    public Model {
      profiles = List.copyOf(profiles);
    }
  }

  /** What one task counted. */
  static final class Counts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long rows;
    private final long[] undecoded;
    private final long[][][] bins;

    /**
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
   * What is counted.
   *
   * @param texts columns of text that are looked at for texts that were not decoded
   * @param models those whose inputs are counted, the first one for rows of no segment
   * @param segments the column by which rows come to models; empty where one model scores all
   * @param routes the place among the models of each value of that column
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

  /** The columns that are read, that of the segments first. */
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

  /** How many rows were computed. */
  public long rows() {
    return counted.value().values().stream().mapToLong(counts -> counts.rows).sum();
  }

  /**
   * By column, in how many rows its text was not decoded; columns without such rows are left out.
   */
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
   * The counts of the inputs of one model, by profile and bin of {@link ValueBins}, the nulls last.
   *
   * @param model its place among the models
   */
  public long[][] of(int model) {
    long[][] sum =
        ValueBins.zeros(models.get(model).profiles().stream().map(ValueBins::of).toList());
    counted.value().values().forEach(partition -> ValueBins.add(partition.bins[model], sum));
    return sum;
  }
}
