package dev.almanac.job;

import dev.almanac.core.FieldProfile;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.Profile;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.monitoring.Drift;
import dev.almanac.monitoring.ForecastDelta;
import dev.almanac.monitoring.ForecastDiff;
import dev.almanac.monitoring.Profiler;
import dev.almanac.monitoring.SegmentShift;
import dev.almanac.warehouse.PreviousPublication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Comparison of forecasts with the previous publication. */
final class LastComparison {
  /** Beyond this number of rows only a sample of the keys is compared. */
  private static final long EVERY_KEY = 1_000_000;

  private static final int SHOWN = 5;

  private final GuardSpec spec;
  private final TaskType task;
  private final List<String> keys;
  private final Optional<Profile> profile;
  private final Supplier<Optional<long[][]>> counted;

  /**
   * @param profile of the scoring version; its bins are used for the counts
   * @param counted the run's forecasts counted in these bins, if available
   */
  LastComparison(
      GuardSpec spec,
      TaskType task,
      List<String> keys,
      Optional<Profile> profile,
      Supplier<Optional<long[][]>> counted) {
    this.spec = spec;
    this.task = task;
    this.keys = keys;
    this.profile = profile;
    this.counted = counted;
  }

  /**
   * @param now the forecasts of the run
   * @param count their number
   */
  List<GuardFinding> inspect(Dataset<Row> now, long count, PreviousPublication last) {
    // If columns differ, the table itself refuses the forecasts, and names the columns.
    if (!isComparable(now.schema(), last.rows().schema())) {
      return List.of();
    }
    List<GuardFinding> findings = new ArrayList<>();
    long lastCount = last.count();
    String against = "against those of " + last.date();
    findings.addAll(drift(now, last, lastCount, against));
    boolean byKey =
        spec.rule(Guard.LABEL_FLIPS).isPresent()
            || spec.rule(Guard.MOVERS).isPresent()
            || (spec.rule(Guard.SEGMENTS).isPresent() && spec.segments().isPresent());
    if (byKey) {
      ForecastDiff moves = new ForecastDiff(task, last.rows(), now);
      findings.addAll(keys(moves, Math.max(count, lastCount), against));
      findings.addAll(segments(moves, last, against));
    }
    return findings;
  }

  private List<GuardFinding> drift(
      Dataset<Row> now, PreviousPublication last, long lastCount, String against) {
    Optional<GuardSpec.Rule> rule = spec.rule(Guard.LAST_DRIFT);
    if (rule.isEmpty()) {
      return List.of();
    }
    GuardFindings found = new GuardFindings(spec);
    List<FieldProfile> then =
        profile
            .map(bins -> Drift.recounted(bins.forecasts(), last.rows()))
            .orElseGet(() -> Profiler.forecasts(task, last.rows(), lastCount));
    Optional<long[][]> known = profile.isPresent() ? counted.get() : Optional.empty();
    known
        .map(counts -> Drift.of(then, counts))
        .orElseGet(() -> Drift.of(then, now))
        .forEach(field -> found.drift(Guard.LAST_DRIFT, field.name(), field, rule.get(), against));
    return found.worst();
  }

  private List<GuardFinding> keys(ForecastDiff moves, long rows, String against) {
    Optional<GuardSpec.Rule> flips = spec.rule(Guard.LABEL_FLIPS).filter(r -> moves.hasLabels());
    Optional<GuardSpec.Rule> movers = spec.rule(Guard.MOVERS).filter(r -> moves.hasDistances());
    if (flips.isEmpty() && movers.isEmpty()) {
      return List.of();
    }
    long oneIn = (rows + EVERY_KEY - 1) / EVERY_KEY;
    ForecastDelta movement = moves.keys(keys, Math.max(1, oneIn), spec.moveBy(), SHOWN);
    String common =
        "%s in both%s, %s"
            .formatted(
                Text.count(movement.keys(), "key"),
                movement.oneIn() > 1 ? " of one in " + movement.oneIn() : "",
                against);
    GuardFindings found = new GuardFindings(spec);
    flips.ifPresent(
        rule ->
            found.judged(
                Guard.LABEL_FLIPS,
                "",
                share(movement.flips(), movement.keys()),
                rule,
                movement.keys(),
                common));
    movers.ifPresent(
        rule ->
            found.judged(
                Guard.MOVERS,
                "",
                share(movement.far(), movement.keys()),
                rule,
                movement.keys(),
                movement.furthest().isEmpty() ? common : common + "; " + describe(movement)));
    return found.all();
  }

  private static String describe(ForecastDelta movement) {
    return movement.furthest().stream()
        .map(mover -> "%s %s → %s".formatted(mover.key(), mover.before(), mover.now()))
        .collect(Collectors.joining(", ", "furthest ", ""));
  }

  private List<GuardFinding> segments(
      ForecastDiff moves, PreviousPublication last, String against) {
    Optional<GuardSpec.Rule> rule = spec.rule(Guard.SEGMENTS);
    if (rule.isEmpty() || spec.segments().isEmpty()) {
      return List.of();
    }
    String column = spec.segments().get();
    GuardFindings found = new GuardFindings(spec);
    if (!moves.hasMeans()) {
      found.notJudged(
          Guard.SEGMENTS,
          column,
          rule.get(),
          "forecasts of a %s task have no mean".formatted(task.word()));
      return found.all();
    }
    if (!List.of(last.rows().columns()).contains(column)) {
      found.unknown(
          Guard.SEGMENTS,
          column,
          rule.get(),
          "the publication of %s has no column '%s'".formatted(last.date(), column));
      return found.all();
    }
    for (SegmentShift shift : moves.segments(column)) {
      found.judged(
          Guard.SEGMENTS,
          column + "=" + shift.segment(),
          shift.by(),
          rule.get(),
          Math.min(shift.rowsBefore(), shift.rowsNow()),
          String.format(Locale.ROOT, "mean %.4g → %.4g, %s", shift.before(), shift.now(), against));
    }
    return found.worst();
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private boolean isComparable(StructType now, StructType then) {
    List<String> names = new ArrayList<>(keys);
    names.add(ForecastColumns.PREDICTION);
    List<String> present = Arrays.asList(then.fieldNames());
    return names.stream()
        .allMatch(
            name ->
                present.contains(name)
                    && then.apply(name).dataType().sameType(now.apply(name).dataType()));
  }
}
