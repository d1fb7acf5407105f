package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac registry copy}: promotes a version to another registry. */
@Command(
    name = "copy",
    header = "Take a version to another registry.",
    description =
        "Take a version to another registry: the same files with the same hashes and provenance,"
            + " under the next number there. The event there says where it is from. A version that"
            + " is there already is not copied again. Either registry may be the one of the"
            + " settings.",
    footer = {
      "",
      "Examples:",
      "  almanac registry copy flight-delay:3 --to hdfs:///prod/registry",
      "  almanac registry copy flight-delay@champion --from /mnt/dev/registry \\",
      "      --alias champion --reason \"accepted in OPS-471\""
    })
final class RegistryCopyCommand extends RegistrySubcommand {
  @Parameters(
      paramLabel = "REFERENCE",
      index = "0",
      converter = RegistryNames.References.class,
      description = "The version: name, name:7, name@alias.")
  private ModelRef reference = ModelRef.parse("unset");

  @Option(
      names = "--from",
      paramLabel = "ROOT",
      description = "The registry it is in; default: that of the settings.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "ROOT",
      description = "The registry it is to be in; default: that of the settings.")
  private @Nullable String to;

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      converter = RegistryNames.Aliases.class,
      description = "Point this alias to it there. Needs --reason.")
  private @Nullable Alias alias;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why the alias moves.")
  private String reason = "";

  RegistryCopyCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (from == null && to == null) {
      throw usage("name the other registry with --to or --from");
    }
    if (alias != null && reason.isBlank()) {
      throw usage("--alias moves an alias, which needs a --reason");
    }
    ModelRegistry source = registry(from);
    ModelRegistry target = registry(to);
    Progress progress = progress();
    progress.step("copy " + reference);
    RunId run = freshRun();
    RegisteredVersion version = source.resolve(reference);
    // Read before the long file copy, so that a concurrent change of the alias is not overwritten.
    OptionalInt expected =
        OptionalInt.of(
            alias == null
                ? 0
                : target.current(reference.model(), alias).map(ParentVersion::number).orElse(0));
    RegisteredVersion copied = target.copyFrom(source, version, run, progress);
    boolean fresh = copied.folder().endsWith("/" + run);
    if (alias != null) {
      target.moveAlias(
          copied.version().model(), alias, copied.version().number(), expected, reason, run);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", version.version().toString());
    json.put("model", copied.version().model().value());
    json.put("version", copied.version().number());
    json.put("copied", fresh);
    json.put("manifestSha256", copied.manifestSha256());
    String text =
        "%s is %s there%s".formatted(version.version(), copied.version(), fresh ? "" : " already");
    output()
        .result(
            alias == null ? text : "%s%n%s → %s".formatted(text, alias, copied.version()), json);
    return 0;
  }
}
