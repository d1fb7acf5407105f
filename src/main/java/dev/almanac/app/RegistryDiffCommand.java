package dev.almanac.app;

import dev.almanac.core.ModelRef;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionDiff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac registry diff}: compares two versions. */
@Command(
    name = "diff",
    header = "What differs between two versions.",
    description =
        "What differs between two versions: measures, features, decision, job specification,"
            + " provenance, files.",
    footer = {
      "",
      "Examples:",
      "  almanac registry diff flight-delay:2 flight-delay:3",
      "  almanac registry diff flight-delay@champion flight-delay@challenger --json"
    })
final class RegistryDiffCommand extends RegistrySubcommand {
  private static final int WIDEST = 60;

  @Parameters(
      paramLabel = "A",
      index = "0",
      converter = RegistryNames.References.class,
      description = "A version: name, name:7, name@alias.")
  private ModelRef left = ModelRef.parse("unset");

  @Parameters(
      paramLabel = "B",
      index = "1",
      converter = RegistryNames.References.class,
      description = "Another version.")
  private ModelRef right = ModelRef.parse("unset");

  RegistryDiffCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ModelRegistry registry = registry();
    RegisteredVersion a = registry.inspect(left);
    RegisteredVersion b = registry.inspect(right);
    VersionDiff diff = VersionDiff.between(a, b);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("left", a.version().toString());
    json.put("right", b.version().toString());
    json.put("differences", diff.differences().stream().map(RegistryDiffCommand::json).toList());
    output().result(text(a, b, diff.differences()), json);
    return 0;
  }

  private static String text(
      RegisteredVersion a, RegisteredVersion b, List<VersionDiff.Difference> differences) {
    if (differences.isEmpty()) {
      return "%s and %s differ in nothing but their runs".formatted(a.version(), b.version());
    }
    TextTable table =
        new TextTable("WHAT", "", a.version().toString(), b.version().toString(), "CHANGE");
    for (VersionDiff.Difference difference : differences) {
      table.row(
          word(difference),
          difference.name(),
          difference.left().map(RegistryDiffCommand::shortened).orElse("-"),
          difference.right().map(RegistryDiffCommand::shortened).orElse("-"),
          change(difference));
    }
    return table.toString();
  }

  private static String word(VersionDiff.Difference difference) {
    return difference.section().name().toLowerCase(Locale.ROOT);
  }

  /** The signed change of a metric; empty for other differences. */
  private static String change(VersionDiff.Difference difference) {
    if (difference.section() != VersionDiff.Section.MEASURES
        || difference.left().isEmpty()
        || difference.right().isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "%+.4g",
        Double.parseDouble(difference.right().get()) - Double.parseDouble(difference.left().get()));
  }

  private static String shortened(String value) {
    return value.length() > WIDEST ? value.substring(0, WIDEST - 1) + "…" : value;
  }

  private static Map<String, Object> json(VersionDiff.Difference difference) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("section", word(difference));
    json.put("name", difference.name());
    difference.left().ifPresent(left -> json.put("left", left));
    difference.right().ifPresent(right -> json.put("right", right));
    return json;
  }
}
