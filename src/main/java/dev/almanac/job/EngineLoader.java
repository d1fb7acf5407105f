package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.forecast.EngineSelector;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionArtifacts;
import dev.almanac.registry.VersionFacts;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.PipelineScreen;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.scoring.SparkEngine;
import dev.almanac.training.PipelineLoader;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/** Loads scoring engines from a version's artifacts; each is verified and screened first. */
final class EngineLoader {
  private final SparkSession spark;
  private final ModelRegistry registry;

  EngineLoader(SparkSession spark, ModelRegistry registry) {
    this.spark = spark;
    this.registry = registry;
  }

  /** The engines for which the version has an artifact. */
  Set<EngineChoice> available(RegisteredVersion registered) {
    VersionArtifacts artifacts = registry.open(registered);
    Set<EngineChoice> available = EnumSet.noneOf(EngineChoice.class);
    if (artifacts.has(Artifacts.PIPELINE)) {
      available.add(EngineChoice.SPARK);
    }
    if (artifacts.has(Artifacts.PMML)) {
      available.add(EngineChoice.JPMML);
      available.add(EngineChoice.COMPILED);
    }
    return available;
  }

  /**
   * An engine and the reason of its choice.
   *
   * @param reason a clause without a full stop
   */
  record Chosen(ScoringEngine engine, String reason) {}

  /**
   * Chooses and loads an engine, see {@link EngineSelector#select}. If the job does not specify an
   * engine, a document that this release cannot compile is left to the next one.
   *
   * @throws AlmanacException as {@link EngineSelector#select} and {@link #load} do; {@code
   *     NO_SUCH_VERSION} also if the job specifies the compiled engine and there is none
   */
  Chosen choose(RegisteredVersion registered, EngineChoice choice) {
    Set<EngineChoice> available = available(registered);
    VersionFacts facts = registered.manifest().facts();
    EngineSelector.Selection selection = EngineSelector.select(choice, facts.parity(), available);
    ScoringEngine engine = load(registered, selection.engine());
    Optional<String> whyNot =
        engine instanceof CompiledEngine compiled
            ? compiled.whyNot(facts.signature())
            : Optional.empty();
    if (whyNot.isEmpty()) {
      return new Chosen(engine, selection.reason());
    }
    if (choice != EngineChoice.AUTO) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_VERSION,
          "this release cannot compile the version's PMML: %s.\nSet engine = auto in the job file."
              .formatted(whyNot.get()));
    }
    available.remove(EngineChoice.COMPILED);
    EngineSelector.Selection next = EngineSelector.select(choice, facts.parity(), available);
    return new Chosen(
        load(registered, next.engine()),
        next.reason() + "; the compiled engine is passed over: " + whyNot.get());
  }

  /**
   * Loads a specific engine.
   *
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} if the artifact does not match its manifest,
   *     or contains something that must not be loaded
   */
  ScoringEngine load(RegisteredVersion registered, EngineChoice choice) {
    VersionArtifacts artifacts = registry.open(registered);
    return switch (choice) {
      case SPARK -> new SparkEngine(pipeline(registered));
      case COMPILED -> new CompiledEngine(artifacts.read(Artifacts.PMML));
      case JPMML -> {
        byte[] pmml = artifacts.read(Artifacts.PMML);
        yield new JpmmlEngine(pmml, Digests.sha256(pmml));
      }
      case AUTO -> throw new AlmanacException(ErrorCode.INTERNAL, "the selector chose no engine");
    };
  }

  /**
   * Loads the pipeline of a version.
   *
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} as above
   */
  PipelineModel pipeline(RegisteredVersion registered) {
    return PipelineLoader.load(
        spark,
        registry.open(registered).verifiedLocation(Artifacts.PIPELINE, PipelineScreen::check));
  }
}
