package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Content of {@code manifest.json}: model, run, facts and files of a version. It is written before
 * the version has a number, so it contains none; the ledger assigns the number, see {@link
 * RegisteredVersion}. Immutable.
 *
 * @param runId the run that trained it; also the name of its folder
 * @param files every file of the version except the manifest itself and Hadoop's {@code .crc} side
 *     files, by name
 */
public record Manifest(ModelName model, RunId runId, VersionFacts facts, List<ArtifactFile> files) {
  /** Copies the list. */
  public Manifest {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(facts, "facts");
    files = List.copyOf(files);
  }

  /** The file with this name, if the version has it. */
  public Optional<ArtifactFile> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }
}
