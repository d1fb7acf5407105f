package dev.almanac.job;

import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.Field;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.scoring.OnePass;
import dev.almanac.scoring.SegmentModels;
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
import org.apache.spark.storage.StorageLevel;

/**
 * One pass over the rows of a run, in which all models are asked. What each of them says stands
 * under a prefix of its own until it is published. To be closed: the answers are kept in memory and
 * on disk where more than one table is published.
 */
final class Pass implements AutoCloseable {
  private static final String MAIN = "__main/";
  private static final String CHALLENGER = "__challenger/";

  private final Scorers scorers;
  private final ScoreSpec spec;
  private final Dataset<Row> answers;

  /** Asks all of them; nothing is computed yet. */
  Pass(Scorers scorers, ScoreSpec spec, Dataset<Row> rows) {
    this.scorers = scorers;
    this.spec = spec;
    Dataset<Row> free = withoutAnswers(rows);
    this.answers = scorers.isOne() ? scorers.main().score(free) : asked(free);
  }

  /**
   * The rows without columns that are called as what scoring adds, which {@code SELECT *} brings
   * along; neither keys nor pass-through can be called so. One that a model reads is left, for its
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

  private Dataset<Row> asked(Dataset<Row> rows) {
    Dataset<Row> all = rows;
    for (Map.Entry<ChallengerSpec, Scorer> entry : scorers.challengers().entrySet()) {
      if (!entry.getValue().isCompiled()) {
        all = prefixed(all, entry.getValue().score(all), prefix(entry.getKey()));
      }
    }
    if (!mainIsCompiled()) {
      all = prefixed(all, branches(all), MAIN);
    }
    OnePass pass = new OnePass(all);
    boolean any = false;
    if (mainIsCompiled()) {
      askMain(pass);
      any = true;
    }
    for (Map.Entry<ChallengerSpec, Scorer> entry : scorers.challengers().entrySet()) {
      Scorer scorer = entry.getValue();
      if (scorer.isCompiled()) {
        pass.ask(prefix(entry.getKey()), scorer.compiled(), scorer.signature(), scorer.decision());
        any = true;
      }
    }
    Dataset<Row> asked = any ? pass.scored() : all;
    return asked.select(kept(asked)).persist(StorageLevel.MEMORY_AND_DISK());
  }

  private boolean mainIsCompiled() {
    return scorers.publishing().stream().allMatch(Scorer::isCompiled);
  }

  private void askMain(OnePass pass) {
    Scorer main = scorers.main();
    if (scorers.segments().isEmpty()) {
      pass.ask(MAIN, main.compiled(), main.signature(), main.decision());
      return;
    }
    Map<Scorer, SegmentModels.Member> members = new HashMap<>();
    Function<Scorer, SegmentModels.Member> once =
        scorer -> members.computeIfAbsent(scorer, Scorer::member);
    Map<String, SegmentModels.Member> byValue = new LinkedHashMap<>();
    scorers.segments().forEach((value, scorer) -> byValue.put(value, once.apply(scorer)));
    pass.ask(MAIN, new SegmentModels(scorers.column().orElseThrow(), byValue, once.apply(main)));
  }

  /** Where a model is not compiled: the rows of each model by themselves, put together again. */
  private Dataset<Row> branches(Dataset<Row> rows) {
    if (scorers.segments().isEmpty()) {
      return scorers.main().score(rows);
    }
    Column value = ExactNames.column(scorers.column().orElseThrow()).cast("string");
    Map<Scorer, Set<String>> values = new LinkedHashMap<>();
    scorers
        .segments()
        .forEach(
            (segment, scorer) ->
                values.computeIfAbsent(scorer, any -> new LinkedHashSet<>()).add(segment));
    Column elsewhere = value.isNull().or(isIn(value, scorers.segments().keySet()).unary_$bang());
    List<Dataset<Row>> parts = new ArrayList<>();
    parts.add(branch(rows.where(elsewhere), scorers.main()));
    values.forEach((scorer, own) -> parts.add(branch(rows.where(isIn(value, own)), scorer)));
    return parts.stream().reduce(Dataset::union).orElseThrow();
  }

  private static Column isIn(Column value, Set<String> segments) {
    return value.isin(segments.toArray());
  }

  private static Dataset<Row> branch(Dataset<Row> rows, Scorer scorer) {
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

  /** What an engine added, under a prefix. */
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

  /** Keys, pass-through and answers: the rest of the rows has served its purpose. */
  private Column[] kept(Dataset<Row> asked) {
    Set<String> wanted = new LinkedHashSet<>(spec.keys());
    wanted.addAll(spec.passThrough());
    Stream<String> added = Arrays.stream(asked.columns()).filter(Pass::isAnswer);
    return Stream.concat(wanted.stream().filter(List.of(asked.columns())::contains), added)
        .map(ExactNames::column)
        .toArray(Column[]::new);
  }

  /** The rows with the forecasts that are published as the job's own. */
  Dataset<Row> main() {
    return scorers.isOne() ? answers : under(MAIN);
  }

  /** The rows with the forecasts of a challenger. */
  Dataset<Row> of(ChallengerSpec challenger) {
    return under(prefix(challenger));
  }

  /** Whether the answers are kept between one reading and the next. */
  boolean isKept() {
    return !scorers.isOne();
  }

  private static String prefix(ChallengerSpec challenger) {
    return CHALLENGER + challenger.name() + "/";
  }

  private Dataset<Row> under(String prefix) {
    List<Column> columns = new ArrayList<>();
    for (String name : answers.columns()) {
      if (name.startsWith(prefix)) {
        columns.add(ExactNames.column(name).as(name.substring(prefix.length())));
      } else if (!isAnswer(name)) {
        columns.add(ExactNames.column(name));
      }
    }
    return answers.select(columns.toArray(Column[]::new));
  }

  private static boolean isAnswer(String name) {
    return name.startsWith(MAIN) || name.startsWith(CHALLENGER);
  }

  @Override
  public void close() {
    if (isKept()) {
      answers.unpersist();
    }
  }
}
