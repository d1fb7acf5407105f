package dev.almanac.registry;

import dev.almanac.core.RunId;
import dev.almanac.files.FileStore;
import java.nio.file.Path;

/** A registry of the model {@code churn} for tests and benchmarks of other packages. */
public final class SampleRegistry {
  private SampleRegistry() {}

  /** Publishes so many versions, the first by run 1. */
  public static ModelRegistry fill(FileStore store, int versions) {
    ModelRegistry registry = Samples.registry(store);
    for (int number = 1; number <= versions; number++) {
      publish(registry, number);
    }
    return registry;
  }

  /** The id of a run. */
  public static RunId run(int number) {
    return Samples.run(number);
  }

  /** Publishes one more version, by the run of that number. */
  public static RegisteredVersion publish(ModelRegistry registry, int run) {
    return Samples.publish(registry, Samples.run(run));
  }

  /** A file of a version of a local registry that was filled so. */
  public static Path file(Path root, int number, String name) {
    return root.resolve("churn/versions").resolve(Samples.run(number).value()).resolve(name);
  }
}
