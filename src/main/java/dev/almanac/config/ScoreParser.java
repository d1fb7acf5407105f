package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueFactory;
import dev.almanac.core.Alias;
import dev.almanac.core.ModelRef;
import dev.almanac.core.Text;
import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SegmentSpec;
import dev.almanac.core.spec.WhenEmpty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses {@code score}. */
final class ScoreParser {
  private static final ConfigList EMPTY = ConfigValueFactory.fromIterable(List.of());
  private static final Map<String, EngineChoice> ENGINES =
      Arrays.stream(EngineChoice.values())
          .collect(Collectors.toUnmodifiableMap(EngineChoice::word, Function.identity()));
  private static final Map<String, WhenEmpty> WHEN_EMPTY =
      Values.words(WhenEmpty::word, List.of(WhenEmpty.values()));

  private final Section score;
  private final SourcesParser sources;

  /** Tables that are already in use as publication targets. */
  private final Set<String> taken;

  /**
   * Creates a parser for one job's scoring.
   *
   * @param forecasts the job's own tables, which challengers must not use
   */
  ScoreParser(Section score, SourcesParser sources, Section forecasts) {
    this.score = score;
    this.sources = sources;
    this.taken =
        Stream.of("table", "rejects")
            .flatMap(key -> forecasts.text(key).stream())
            .collect(Collectors.toCollection(HashSet::new));
  }

  /** Records all problems; the supplier is valid only if there are none. */
  Supplier<ScoreSpec> parse() {
    Supplier<DatasetSpec> dataset = sources.dataset(score);
    Optional<String> model = model(score);
    List<String> keys = score.texts("keys");
    boolean none = score.value("keys").map(v -> v.equals(EMPTY)).orElse(true);
    if (none) {
      score.problem(
          "keys", "is empty; write the columns that tell rows apart, such as [customer_id]");
    }
    List<String> passThrough = score.texts("pass-through");
    columns(keys, passThrough);
    Optional<EngineChoice> engine = score.require("engine", "write auto").oneOf("engine", ENGINES);
    OptionalDouble share =
        score.require("max-rejected-share", "write a share").number("max-rejected-share");
    if (share.isPresent() && !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
      score.problem("max-rejected-share", "is 0 to 1, not " + share.getAsDouble());
    }
    Optional<Long> rows = score.whole("max-rejected-rows", 0, Long.MAX_VALUE);
    Optional<WhenEmpty> whenEmpty = score.oneOf("when-empty", WHEN_EMPTY);
    Optional<Supplier<SegmentSpec>> segments = segments(score.child("segments"));
    List<Supplier<ChallengerSpec>> challengers = new ArrayList<>();
    score
        .children("challengers", "each.challenger")
        .forEach((name, section) -> challengers.add(challenger(name, section)));
    score.noOthers();
    return () ->
        new ScoreSpec(
            dataset.get(),
            model.orElseThrow(),
            keys,
            passThrough,
            engine.orElseThrow(),
            share.orElseThrow(),
            rows.map(OptionalLong::of).orElseGet(OptionalLong::empty),
            segments.map(Supplier::get),
            challengers.stream().map(Supplier::get).toList(),
            whenEmpty.orElse(WhenEmpty.REFUSE));
  }

  /** The job's own columns in the forecast table: keys and pass-through columns. */
  List<String> kept() {
    return Stream.of("keys", "pass-through")
        .flatMap(key -> score.value(key).stream())
        .filter(ConfigList.class::isInstance)
        .flatMap(list -> ((ConfigList) list).stream())
        .filter(Values::isScalar)
        .map(Values::text)
        .toList();
  }

  private static Optional<String> model(Section block) {
    Optional<String> model = block.words("model");
    model.ifPresent(m -> block.attempt("model", () -> ModelRef.parse(m)));
    return model;
  }

  private void columns(List<String> keys, List<String> passThrough) {
    Set<String> seen = new HashSet<>();
    for (String key : keys) {
      Identifiers.forecastColumn(key).ifPresent(what -> score.problem("keys", what));
      if (!seen.add(key.toLowerCase(Locale.ROOT))) {
        score.problem("keys", "'%s' is there twice".formatted(key));
      }
    }
    for (String column : passThrough) {
      Identifiers.forecastColumn(column).ifPresent(what -> score.problem("pass-through", what));
      if (!seen.add(column.toLowerCase(Locale.ROOT))) {
        score.problem(
            "pass-through",
            "'%s' is in the forecast table already; leave it out".formatted(column));
      }
    }
  }

  private static Optional<Supplier<SegmentSpec>> segments(Section segments) {
    Optional<String> column = segments.words("column");
    Map<String, String> models = segments.free("models");
    segments.noOthers();
    if (column.isEmpty() && models.isEmpty()) {
      return Optional.empty();
    }
    segments.require("column", "write the column whose value says which model scores a row");
    column.flatMap(Identifiers::modelColumn).ifPresent(what -> segments.problem("column", what));
    column.ifPresent(name -> segments.attempt("models", () -> new SegmentSpec(name, models)));
    Section each = segments.child("models");
    models.forEach((value, reference) -> each.attempt(value, () -> ModelRef.parse(reference)));
    return Optional.of(() -> new SegmentSpec(column.orElseThrow(), models));
  }

  private Supplier<ChallengerSpec> challenger(String name, Section challenger) {
    challenger.attempt(() -> new Alias(name));
    challenger.require("model", "write the version to compare, such as name@challenger");
    Optional<String> model = model(challenger);
    Supplier<ForecastSpec> tables = JobParser.tables(challenger);
    for (String key : List.of("table", "rejects")) {
      challenger
          .text(key)
          .filter(table -> !taken.add(table))
          .ifPresent(
              table ->
                  challenger.problem(
                      key,
                      "'%s' is the job's own table or that of another challenger; name another one"
                          .formatted(Text.printable(table))));
    }
    challenger.noOthers();
    return () -> new ChallengerSpec(name, model.orElseThrow(), tables.get());
  }
}
