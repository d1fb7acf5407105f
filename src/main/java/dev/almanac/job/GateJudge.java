package dev.almanac.job;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCategory;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.GateResult;
import dev.almanac.core.Metric;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.SegmentMetric;
import dev.almanac.core.Signature;
import dev.almanac.core.Text;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.SegmentRule;
import dev.almanac.data.ModelColumns;
import dev.almanac.evaluation.ChampionComparer;
import dev.almanac.evaluation.Gate;
import dev.almanac.evaluation.SegmentEvaluator;
import dev.almanac.registry.ModelRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Evaluates a new model against the job's gate. Prerequisites of the champion comparison are
 * checked before the training. A refusal is recorded in the ledger, with its metrics.
 */
final class GateJudge {
  /**
   * Maximum number of a rule's segments that are stored, those with the most rows; all are judged.
   */
  private static final int MOST_KEPT = 1_000;

  private final ModelRegistry registry;
  private final JobSpec job;
  private final RunContext run;
  private final Optional<Champion> champion;
  private final List<String> notes;

  private GateJudge(
      ModelRegistry registry,
      JobSpec job,
      RunContext run,
      Optional<Champion> champion,
      List<String> notes) {
    this.registry = registry;
    this.job = job;
    this.run = run;
    this.champion = champion;
    this.notes = List.copyOf(notes);
  }

  /**
   * Prepares the gate.
   *
   * @param current the version to which the job's alias points: the champion
   * @param table the training rows
   * @throws AlmanacException {@code GATE_REFUSED} if a required comparison with the champion is
   *     impossible; the ledger records it
   */
  static GateJudge of(
      ModelRegistry registry,
      JobSpec job,
      Optional<ParentVersion> current,
      RunContext run,
      Dataset<Row> table) {
    List<String> notes = new ArrayList<>();
    Optional<Champion> champion = Optional.empty();
    boolean requested = job.train().gate().stream().anyMatch(rule -> rule.champion().isPresent());
    if (requested) {
      if (current.isEmpty()) {
        notes.add(
            "%s points to no version yet, so there was none to be compared with"
                .formatted(job.alias().orElse(Alias.CHAMPION)));
      } else {
        try {
          champion = Optional.of(champion(registry, job, current.get(), table));
        } catch (AlmanacException e) {
          if (e.code() == ErrorCode.VERSION_WITHDRAWN) {
            notes.add(
                "%s, the champion, is withdrawn, so there was none to be compared with"
                    .formatted(current.get()));
          } else if (e.code().category() == ErrorCategory.EXTERNAL) {
            throw e;
          } else {
            throw refused(
                registry,
                job,
                run,
                List.of(
                    "the model cannot be compared with the champion, %s: %s"
                        .formatted(current.get(), e.getMessage())),
                Optional.empty());
          }
        }
      }
      notes.forEach(run.progress()::fact);
    }
    return new GateJudge(registry, job, run, champion, notes);
  }

  /** The champion, loaded to score the rows of the job's training table. */
  static Champion champion(
      ModelRegistry registry, JobSpec job, ParentVersion current, Dataset<Row> table) {
    ModelVersion version = new ModelVersion(job.model(), current.number());
    Champion champion =
        Champion.load(
            table.sparkSession(), registry, registry.resolve(new ModelRef.ByNumber(version)));
    champion.requireComparable(table, job.train());
    return champion;
  }

  /** Extra columns that the holdout must contain unchanged. */
  List<String> carried() {
    Set<String> carried = new LinkedHashSet<>();
    champion.ifPresent(known -> carried.addAll(known.carried(job.train())));
    segmentColumns().stream().filter(column -> !isCategory(column)).forEach(carried::add);
    return List.copyOf(carried);
  }

  /** Columns of the scored holdout that are read besides forecasts and label. */
  Set<String> read() {
    Set<String> read = new LinkedHashSet<>(segmentColumns());
    carried().forEach(column -> read.add(ModelColumns.carried(column)));
    champion.ifPresent(
        known -> {
          read.add(ModelColumns.ROW);
          read.addAll(known.inputs());
        });
    return read;
  }

  /**
   * Evaluates the gate.
   *
   * @param scored the whole holdout, scored by the model, with the extra columns
   * @param forecasts its rows with a forecast
   * @return results besides the evaluation
   * @throws AlmanacException {@code GATE_REFUSED}; the ledger records it
   */
  GateResult judge(
      Evaluation evaluation, Signature signature, Dataset<Row> scored, Dataset<Row> forecasts) {
    List<GateRule> rules = job.train().gate();
    List<String> violations = new ArrayList<>(Gate.check(rules, evaluation));
    ChampionComparer.Outcome compared =
        champion
            .map(known -> compare(known, signature, scored))
            .orElseGet(() -> new ChampionComparer.Outcome(List.of(), List.of()));
    violations.addAll(compared.problems());
    List<SegmentMetric> segments = segments(signature, forecasts);
    GateResult judgement = new GateResult(compared.comparisons(), segments, notes);
    violations.addAll(Gate.check(rules, job.train().task(), judgement));
    if (!violations.isEmpty()) {
      throw refused(registry, job, run, violations, Optional.of(evaluation));
    }
    judgement.champion().forEach(comparison -> run.progress().fact(Gate.describe(comparison)));
    List<String> lines = new ArrayList<>(notes);
    lines.addAll(unjudged(segments));
    return new GateResult(judgement.champion(), most(segments), lines);
  }

  private ChampionComparer.Outcome compare(
      Champion known, Signature signature, Dataset<Row> scored) {
    run.progress().step("compare with the champion, " + known.version());
    if (!known.knows(signature.labels())) {
      return new ChampionComparer.Outcome(
          List.of(),
          List.of(
              "the model cannot be compared with the champion, %s: that one tells %s apart, this one %s"
                  .formatted(
                      known.version(),
                      String.join(" and ", known.labels()),
                      String.join(" and ", signature.labels()))));
    }
    Set<String> labels = new TreeSet<>(signature.labels());
    labels.addAll(known.labels());
    Dataset<Row> both =
        known.withChampion(scored, job.train()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new ChampionComparer(
              known.version(),
              job.train().task(),
              List.copyOf(labels),
              signature.positive(),
              job.train().seed())
          .compare(both, job.train().gate());
    } finally {
      both.unpersist();
    }
  }

  private List<SegmentMetric> segments(Signature signature, Dataset<Row> forecasts) {
    Map<String, List<SegmentEvaluator.Segment>> byColumn = new LinkedHashMap<>();
    List<SegmentMetric> measures = new ArrayList<>();
    for (GateRule rule : job.train().gate()) {
      for (SegmentRule segment : rule.segments()) {
        String column = segment.column();
        byColumn
            .computeIfAbsent(column, name -> evaluated(name, signature, forecasts))
            .forEach(found -> measures.add(measure(rule.metric(), segment, found)));
      }
    }
    return measures;
  }

  private List<SegmentEvaluator.Segment> evaluated(
      String column, Signature signature, Dataset<Row> forecasts) {
    run.progress().step("evaluate by " + column);
    return SegmentEvaluator.evaluate(
        forecasts,
        job.train().task(),
        job.train().label(),
        signature.labels(),
        signature.positive(),
        isCategory(column) ? column : ModelColumns.carried(column));
  }

  private static SegmentMetric measure(
      Metric metric, SegmentRule rule, SegmentEvaluator.Segment found) {
    Evaluation evaluation = found.evaluation();
    return new SegmentMetric(
        rule.column(),
        found.value(),
        metric,
        evaluation.metric(metric),
        evaluation.rows(),
        evaluation.rows() >= rule.minRows());
  }

  private List<String> unjudged(List<SegmentMetric> segments) {
    List<String> lines = new ArrayList<>();
    for (GateRule rule : job.train().gate()) {
      for (SegmentRule segment : rule.segments()) {
        List<SegmentMetric> few =
            segments.stream()
                .filter(measure -> measure.metric() == rule.metric())
                .filter(measure -> measure.column().equals(segment.column()))
                .filter(measure -> !measure.judged())
                .toList();
        if (!few.isEmpty()) {
          lines.add(
              "%s by %s: %s of the values, with fewer than %s rows each and %s in all, %s not judged"
                  .formatted(
                      rule.metric().word(),
                      segment.column(),
                      Text.grouped(few.size()),
                      Text.grouped(segment.minRows()),
                      Text.grouped(few.stream().mapToLong(SegmentMetric::rows).sum()),
                      few.size() == 1 ? "was" : "were"));
        }
      }
    }
    lines.forEach(run.progress()::fact);
    return lines;
  }

  private static List<SegmentMetric> most(List<SegmentMetric> segments) {
    Map<String, List<SegmentMetric>> byRule = new LinkedHashMap<>();
    for (SegmentMetric measure : segments) {
      byRule
          .computeIfAbsent(
              measure.metric().word() + " " + measure.column(), key -> new ArrayList<>())
          .add(measure);
    }
    List<SegmentMetric> most = new ArrayList<>();
    for (List<SegmentMetric> rule : byRule.values()) {
      rule.sort((a, b) -> Long.compare(b.rows(), a.rows()));
      most.addAll(rule.subList(0, Math.min(MOST_KEPT, rule.size())));
    }
    return most;
  }

  private Set<String> segmentColumns() {
    Set<String> columns = new LinkedHashSet<>();
    job.train()
        .gate()
        .forEach(rule -> rule.segments().forEach(segment -> columns.add(segment.column())));
    return columns;
  }

  /**
   * Whether the column is a categorical feature, which the holdout contains as text, like a
   * segment.
   */
  private boolean isCategory(String column) {
    return job.train().features().stream()
        .anyMatch(
            feature -> feature instanceof FeatureSpec.Categorical && feature.name().equals(column));
  }

  private static AlmanacException refused(
      ModelRegistry registry,
      JobSpec job,
      RunContext run,
      List<String> violations,
      Optional<Evaluation> evaluation) {
    registry.recordRefusal(job.model(), run.runId(), violations, evaluation);
    return new AlmanacException(
        ErrorCode.GATE_REFUSED,
        "the model%s misses its gate, so it was not published:%n  %s%nThe refusal stands in the ledger; aliases and forecasts are as they were. Improve the features or the algorithm, or change train.gate."
            .formatted(
                evaluation.isPresent() ? " was trained and" : "",
                String.join(System.lineSeparator() + "  ", violations)));
  }
}
