package dev.almanac.app;

import dev.almanac.core.ModelName;
import java.util.OptionalInt;
import picocli.CommandLine.Parameters;

/** Parameter for a model or one of its versions. */
final class SubjectParameter {
  @Parameters(
      paramLabel = "MODEL[:VERSION]",
      index = "0",
      converter = RegistryNames.Subjects.class,
      description = "The model, or one of its versions.")
  private RegistryNames.Subject subject =
      new RegistryNames.Subject(new ModelName("unset"), OptionalInt.empty());

  ModelName model() {
    return subject.model();
  }

  OptionalInt number() {
    return subject.number();
  }

  @Override
  public String toString() {
    return subject.toString();
  }
}
