package dev.almanac.app;

import dev.almanac.core.ModelRef;
import dev.almanac.core.Text;
import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac registry export}: writes the verified files of a version into a folder. */
@Command(
    name = "export",
    header = "Write a version's files into a folder.",
    description =
        "Write the files of a version into an empty folder, each verified on its way: the PMML, the"
            + " Spark pipeline and all else, with the manifest that holds their hashes. MLflow"
            + " opens the folder as a model. The folder holdout/ has keys and labels of rows:"
            + " remove it before the model goes to somebody who must not see them; nothing else"
            + " reads it.",
    footer = {"", "Example:", "  almanac registry export flight-delay@champion /tmp/flight-delay"})
final class RegistryExportCommand extends RegistrySubcommand {
  @Parameters(
      paramLabel = "REFERENCE",
      index = "0",
      converter = RegistryNames.References.class,
      description = "The version: name, name:7, name@alias.")
  private ModelRef reference = ModelRef.parse("unset");

  @Parameters(paramLabel = "FOLDER", index = "1", description = "A path or URI; made if missing.")
  private String folder = "";

  RegistryExportCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ModelRegistry registry = registry();
    RegisteredVersion version = registry.resolve(reference);
    FileStore target = FileStores.open(folder, WriterPolicy.MANY, Configuration::new);
    int files = registry.open(version).exportTo(target);
    output()
        .result(
            "exported %s of %s to %s"
                .formatted(Text.count(files, "file"), version.version(), target.root()),
            Map.of(
                "version", version.version().toString(), "folder", target.root(), "files", files));
    return 0;
  }
}
