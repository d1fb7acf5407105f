package dev.almanac.job;

import dev.almanac.core.FieldProfile;
import dev.almanac.core.Guard;
import dev.almanac.core.Profile;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.data.Table;
import dev.almanac.monitoring.ForecastCounts;
import dev.almanac.scoring.InputCounts;
import dev.almanac.shuffle.RowObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Counts taken while a run's rows are computed: rows, undecoded texts, and the guards' comparisons
 * with training. Not thread-safe.
 */
final class PassCounts {
  private final SparkContext spark;
  private final List<GuardedModel> models;
  private final boolean countsForecasts;
  private final InputCounts inputs;
  private Optional<ForecastCounts> forecasts = Optional.empty();

  /**
   * @param models the publishing models, the job's model first
   * @param guards the comparisons to make
   */
  PassCounts(
      Table table,
      ScoreSpec spec,
      ScoringPlan scorers,
      List<GuardedModel> models,
      GuardSpec guards) {
    this.spark = table.rows().sparkSession().sparkContext();
    this.models = models;
    this.countsForecasts = isOn(guards, Guard.FORECAST_DRIFT, Guard.LAST_DRIFT);
    boolean countsInputs = isOn(guards, Guard.NULLS, Guard.INPUT_DRIFT);
    boolean several = models.size() > 1;
    List<ScoringModel> publishing = scorers.publishing();
    Map<String, Integer> routes = new HashMap<>();
    if (several) {
      scorers.segments().forEach((value, scorer) -> routes.put(value, publishing.indexOf(scorer)));
    }
    this.inputs =
        new InputCounts(
            spark,
            table.textsAmong(texts(spec, scorers)),
            models.stream()
                .map(
                    model ->
                        new InputCounts.Model(
                            model.signature(),
                            countsInputs ? profiles(model, Profile::inputs) : List.of()))
                .toList(),
            several ? scorers.column() : Optional.empty(),
            routes);
  }

  private static boolean isOn(GuardSpec guards, Guard... some) {
    return !guards.isOff() && Stream.of(some).anyMatch(guard -> guards.rule(guard).isPresent());
  }

  private static List<FieldProfile> profiles(
      GuardedModel model, Function<Profile, List<FieldProfile>> part) {
    return model.profile().map(part).orElse(List.of());
  }

  /** The columns whose texts reach the forecast table or a model. */
  private static Set<String> texts(ScoreSpec spec, ScoringPlan scorers) {
    Set<String> columns = new TreeSet<>(spec.keys());
    columns.addAll(spec.passThrough());
    scorers
        .all()
        .forEach(scorer -> scorer.signature().inputs().forEach(input -> columns.add(input.name())));
    return columns;
  }

  /** Counts the input rows while they are computed; each row is read once. */
  Dataset<Row> observe(Dataset<Row> rows) {
    return inputs.observe(rows);
  }

  /**
   * Observers of the scored rows.
   *
   * @param prefix name prefix of the columns that the job's own models added
   */
  List<RowObserver> observers(StructType schema, String prefix) {
    if (!countsForecasts) {
      return List.of();
    }
    ForecastCounts counts =
        new ForecastCounts(
            spark,
            schema,
            prefix,
            models.stream().map(GuardedModel::version).toList(),
            models.stream().map(model -> profiles(model, Profile::forecasts)).toList());
    forecasts = Optional.of(counts);
    return List.of(counts);
  }

  /** Number of input rows. */
  long rows() {
    return inputs.rows();
  }

  /** Warnings about texts that were not decoded. */
  List<String> warnings() {
    return inputs.undecoded().entrySet().stream()
        .map(column -> Table.undecoded(column.getKey(), column.getValue()))
        .toList();
  }

  /** Counts of a model's inputs in the bins of its profile, see {@link InputCounts#of}. */
  long[][] inputs(int model) {
    return inputs.of(model);
  }

  /** Counts of a model's forecasts in the bins of its profile, see {@link ForecastCounts#of}. */
  long[][] forecasts(int model) {
    return forecasts.orElseThrow().of(model);
  }
}
