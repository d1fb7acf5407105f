package dev.almanac.compiled;

import java.util.Optional;

/** Loads the SIMD kernel lazily, once per JVM. */
final class SimdKernelProvider {
  /** The module of vector instructions, which Spark's launcher adds to its JVMs. */
  private static final String MODULE = "jdk.incubator.vector";

  /**
   * System property that disables the kernel if it is false, for comparison or if a JVM's vector
   * instructions are faulty.
   */
  private static final String PROPERTY = "almanac.vectors";

  static final Optional<SimdKernel> KERNEL = find();

  private SimdKernelProvider() {}

  private static Optional<SimdKernel> find() {
    boolean isRequired = Boolean.parseBoolean(System.getProperty(PROPERTY, "true"));
    if (!isRequired || ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.empty();
    }
    try {
      // Loaded by name, because it is compiled after all other classes, see pom.xml.
      Class<?> kernel = Class.forName("dev.almanac.compiled.VectorKernel");
      return Optional.of((SimdKernel) kernel.getDeclaredConstructor().newInstance())
          .filter(SimdKernel::isFaster);
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }
}
