package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelRef;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.forecast.EngineSelector;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionFacts;
import dev.almanac.scoring.ModelFunction;
import java.util.Set;

/** Registered model versions as SQL functions. Immutable and thread-safe. */
public final class VersionFunctions {
  private final ModelRegistry registry;

  /** Functions of a registry. */
  public VersionFunctions(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * The function of a reference's current version.
   *
   * @throws AlmanacException the errors of resolving and reading; PARITY_FAILED if no certificate
   *     proves that the version's compiled form is equivalent to the model
   */
  public ModelFunction of(ModelRef ref, ModelFunction.Result result) {
    RegisteredVersion version = registry.resolve(ref);
    VersionFacts facts = version.manifest().facts();
    EngineSelector.select(EngineChoice.COMPILED, facts.parity(), Set.of(EngineChoice.COMPILED));
    return new ModelFunction(
        version.version(),
        registry.open(version).read(Artifacts.PMML),
        facts.signature(),
        facts.decision(),
        result);
  }
}
