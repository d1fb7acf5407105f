package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SegmentSpec;
import dev.almanac.data.ModelInput;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.scoring.SegmentModels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Models of a scoring run: the job's model, segment models that replace it for some rows, and
 * challengers. Resolved once, at the beginning of a run.
 *
 * @param main the job's model
 * @param segments by value of the segment column
 * @param challengers those that can score
 * @param absent challengers that cannot, and why
 */
record ScoringPlan(
    ScoringModel main,
    Optional<String> column,
    Map<String, ScoringModel> segments,
    Map<ChallengerSpec, ScoringModel> challengers,
    Map<ChallengerSpec, AlmanacException> absent) {
  /**
   * Resolves and loads all models. A challenger that fails is left out.
   *
   * @param ref the job's model
   * @throws AlmanacException as {@link ModelRegistry#resolve} and {@link EngineLoader#choose} do
   *     for the job's model and those of segments; SCHEMA_MISMATCH if these have different tasks or
   *     labels
   */
  static ScoringPlan choose(
      ModelRegistry registry,
      EngineLoader engines,
      ScoreSpec spec,
      ModelRef ref,
      Progress messages) {
    Choice choice = new Choice(registry, engines, spec.engine(), messages);
    ScoringModel main = choice.of(ref);
    Map<String, ScoringModel> segments = new LinkedHashMap<>();
    spec.segments()
        .map(SegmentSpec::models)
        .orElse(Map.of())
        .forEach((value, model) -> segments.put(value, choice.segment(value, model, main)));
    Map<ChallengerSpec, ScoringModel> challengers = new LinkedHashMap<>();
    Map<ChallengerSpec, AlmanacException> absent = new LinkedHashMap<>();
    for (ChallengerSpec challenger : spec.challengers()) {
      try {
        challengers.put(challenger, choice.of(ModelRef.parse(challenger.model())));
      } catch (AlmanacException e) {
        absent.put(challenger, e);
      }
    }
    return new ScoringPlan(
        main, spec.segments().map(SegmentSpec::column), segments, challengers, absent);
  }

  /** Loads each version once, for any number of segments. */
  private static final class Choice {
    private final ModelRegistry registry;
    private final EngineLoader engines;
    private final EngineChoice engine;
    private final Progress messages;
    private final Map<ModelVersion, ScoringModel> known = new HashMap<>();

    Choice(ModelRegistry registry, EngineLoader engines, EngineChoice engine, Progress messages) {
      this.registry = registry;
      this.engines = engines;
      this.engine = engine;
      this.messages = messages;
    }

    ScoringModel of(ModelRef ref) {
      RegisteredVersion registered = registry.resolve(ref);
      ScoringModel found = known.get(registered.version());
      if (found == null) {
        EngineLoader.Chosen chosen = engines.choose(registered, engine);
        messages.fact(
            "%s by engine %s: %s"
                .formatted(registered.version(), chosen.engine().name(), chosen.reason()));
        found = new ScoringModel(registered, chosen.engine(), chosen.reason());
        known.put(registered.version(), found);
      }
      return found;
    }

    ScoringModel segment(String value, String model, ScoringModel main) {
      ScoringModel segment = of(ModelRef.parse(model));
      SegmentModels.whyNotTogether(segment.signature(), main.signature())
          .ifPresent(
              why -> {
                throw new AlmanacException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the forecasts of %s, for segment '%s', cannot stand in one table with those of %s: %s.\nName another model for the segment, or score it by a job of its own."
                        .formatted(
                            segment.registered().version(),
                            value,
                            main.registered().version(),
                            why));
              });
      return segment;
    }
  }

  /** The job's model and the segment models, each version once. */
  List<ScoringModel> publishing() {
    return Stream.concat(Stream.of(main), segments.values().stream()).distinct().toList();
  }

  /** Every version once. */
  List<ScoringModel> all() {
    return Stream.concat(publishing().stream(), challengers.values().stream()).distinct().toList();
  }

  /** The version of each segment. */
  Map<String, ModelVersion> segmentVersions() {
    Map<String, ModelVersion> versions = new LinkedHashMap<>();
    segments.forEach((value, scorer) -> versions.put(value, scorer.registered().version()));
    return versions;
  }

  /**
   * The plan without challengers whose inputs the rows lack.
   *
   * @throws AlmanacException if the rows lack an input of the job's model or of a segment model
   */
  ScoringPlan fitting(Dataset<Row> rows) {
    for (ScoringModel scorer : publishing()) {
      ModelInput.check(rows, scorer.signature().inputs());
    }
    Map<ChallengerSpec, ScoringModel> fit = new LinkedHashMap<>();
    Map<ChallengerSpec, AlmanacException> unfit = new LinkedHashMap<>(absent);
    challengers.forEach(
        (challenger, scorer) -> {
          try {
            ModelInput.check(rows, scorer.signature().inputs());
            fit.put(challenger, scorer);
          } catch (AlmanacException e) {
            unfit.put(challenger, e);
          }
        });
    return new ScoringPlan(main, column, segments, fit, unfit);
  }

  /** Whether one model alone scores the rows. */
  boolean isOne() {
    return segments.isEmpty() && challengers.isEmpty();
  }
}
