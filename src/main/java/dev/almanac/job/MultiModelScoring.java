package dev.almanac.job;

import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.Field;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.scoring.MultiModelScan;
import dev.almanac.scoring.SegmentModels;
import dev.almanac.warehouse.ScoredRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores the rows of a run with all models in one pass. The columns that each model adds have a
 * separate prefix until they are published. Not thread-safe.
 */
final class MultiModelScoring {
  private static final String MAIN = "__main/";
  private static final String CHALLENGER = "__challenger/";

  private final ScoringPlan scorers;
  private final ScoreSpec spec;
  private final PassCounts counts;
  private final ScoredRun run;

  /** Plans the scoring with all models; nothing is computed yet. */
  MultiModelScoring(ScoringPlan scorers, ScoreSpec spec, Dataset<Row> rows, PassCounts counts) {
    this.scorers = scorers;
    this.spec = spec;
    this.counts = counts;
    Dataset<Row> free = withoutAnswers(rows);
    Dataset<Row> answers =
        scorers.isOne() ? scorers.main().score(counts.observe(free)) : scoreAll(free);
    Dataset<Row> kept = answers.select(kept(answers));
    List<String> prefixes = new ArrayList<>(List.of(prefix()));
    scorers.challengers().keySet().forEach(challenger -> prefixes.add(prefix(challenger)));
    this.run =
        new ScoredRun(
            kept,
            free,
            spec.keys(),
            prefixes,
            counts.observers(kept.schema(), prefix()),
            counts::rows);
  }

  /** The rows of all tables. */
  ScoredRun run() {
    return run;
  }

  /** The prefix of the columns that the job's own models add. */
  String prefix() {
    return scorers.isOne() ? "" : MAIN;
  }

  /** The prefix of the columns that a challenger adds. */
  static String prefix(ChallengerSpec challenger) {
    return CHALLENGER + challenger.name() + "/";
  }

  /**
   * The rows without columns whose names scoring adds, which {@code SELECT *} may include; keys and
   * pass-through columns cannot have such names. A column that a model reads is kept, for its
   * engine to refuse.
   */
  private Dataset<Row> withoutAnswers(Dataset<Row> rows) {
    Set<String> read =
        scorers.all().stream()
            .flatMap(scorer -> scorer.signature().inputs().stream())
            .map(Field::name)
            .collect(Collectors.toSet());
    Column[] free =
        Arrays.stream(rows.columns())
            .filter(
                name ->
                    !ForecastColumns.ADDED.contains(name.toLowerCase(Locale.ROOT))
                        || read.contains(name))
            .map(ExactNames::column)
            .toArray(Column[]::new);
    return free.length == rows.columns().length ? rows : rows.select(free);
  }

  private Dataset<Row> scoreAll(Dataset<Row> rows) {
    // If rows are split by engine, each part is counted separately.
    Dataset<Row> all = isParted() ? rows : counts.observe(rows);
    for (Map.Entry<ChallengerSpec, ScoringModel> entry : scorers.challengers().entrySet()) {
      if (!entry.getValue().isCompiled()) {
        all = prefixed(all, entry.getValue().score(all), prefix(entry.getKey()));
      }
    }
    if (!mainIsCompiled()) {
      all = prefixed(all, branches(all), MAIN);
    }
    MultiModelScan pass = new MultiModelScan(all);
    boolean any = false;
    if (mainIsCompiled()) {
      askMain(pass);
      any = true;
    }
    for (Map.Entry<ChallengerSpec, ScoringModel> entry : scorers.challengers().entrySet()) {
      ScoringModel scorer = entry.getValue();
      if (scorer.isCompiled()) {
        pass.ask(prefix(entry.getKey()), scorer.compiled(), scorer.signature(), scorer.decision());
        any = true;
      }
    }
    return any ? pass.scored() : all;
  }

  private boolean isParted() {
    return !scorers.segments().isEmpty() && !mainIsCompiled();
  }

  private boolean mainIsCompiled() {
    return scorers.publishing().stream().allMatch(ScoringModel::isCompiled);
  }

  private void askMain(MultiModelScan pass) {
    ScoringModel main = scorers.main();
    if (scorers.segments().isEmpty()) {
      pass.ask(MAIN, main.compiled(), main.signature(), main.decision());
      return;
    }
    Map<ScoringModel, SegmentModels.Member> members = new HashMap<>();
    Function<ScoringModel, SegmentModels.Member> once =
        scorer -> members.computeIfAbsent(scorer, ScoringModel::member);
    Map<String, SegmentModels.Member> byValue = new LinkedHashMap<>();
    scorers.segments().forEach((value, scorer) -> byValue.put(value, once.apply(scorer)));
    pass.ask(MAIN, new SegmentModels(scorers.column().orElseThrow(), byValue, once.apply(main)));
  }

  /**
   * For models that are not compiled: scores the rows of each model separately, and unions them.
   */
  private Dataset<Row> branches(Dataset<Row> rows) {
    if (scorers.segments().isEmpty()) {
      return scorers.main().score(rows);
    }
    Column value = ExactNames.column(scorers.column().orElseThrow()).cast("string");
    Map<ScoringModel, Set<String>> values = new LinkedHashMap<>();
    scorers
        .segments()
        .forEach(
            (segment, scorer) ->
                values.computeIfAbsent(scorer, any -> new LinkedHashSet<>()).add(segment));
    Column elsewhere = value.isNull().or(isIn(value, scorers.segments().keySet()).unary_$bang());
    List<Dataset<Row>> parts = new ArrayList<>();
    parts.add(branch(counts.observe(rows.where(elsewhere)), scorers.main()));
    values.forEach(
        (scorer, own) -> parts.add(branch(counts.observe(rows.where(isIn(value, own))), scorer)));
    return parts.stream().reduce(Dataset::union).orElseThrow();
  }

  private static Column isIn(Column value, Set<String> segments) {
    return value.isin(segments.toArray());
  }

  private static Dataset<Row> branch(Dataset<Row> rows, ScoringModel scorer) {
    Dataset<Row> scored = scorer.score(rows);
    List<Column> columns = new ArrayList<>();
    for (String name : scored.columns()) {
      columns.add(ExactNames.column(name));
    }
    columns.add(
        lit(scorer.registered().version().model().value()).as(MAIN + ForecastColumns.MODEL));
    columns.add(
        lit(scorer.registered().version().number()).as(MAIN + ForecastColumns.MODEL_VERSION));
    return scored.select(columns.toArray(Column[]::new));
  }

  /** The columns that an engine added, with a prefix. */
  private static Dataset<Row> prefixed(Dataset<Row> before, Dataset<Row> after, String prefix) {
    Set<String> there = Set.of(before.columns());
    return after.select(
        Arrays.stream(after.columns())
            .map(
                name ->
                    there.contains(name) || name.startsWith(prefix)
                        ? ExactNames.column(name)
                        : ExactNames.column(name).as(prefix + name))
            .toArray(Column[]::new));
  }

  /** Keys, pass-through columns and added columns; the other columns are no longer needed. */
  private Column[] kept(Dataset<Row> answers) {
    Set<String> required = new LinkedHashSet<>(spec.keys());
    required.addAll(spec.passThrough());
    List<String> present = List.of(answers.columns());
    Stream<String> added = present.stream().filter(this::isAdded);
    return Stream.concat(required.stream().filter(present::contains), added)
        .map(ExactNames::column)
        .toArray(Column[]::new);
  }

  private boolean isAdded(String name) {
    return scorers.isOne()
        ? ForecastColumns.ADDED.contains(name)
        : name.startsWith(MAIN) || name.startsWith(CHALLENGER);
  }
}
