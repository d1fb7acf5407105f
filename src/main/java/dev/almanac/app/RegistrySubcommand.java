package dev.almanac.app;

import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.registry.AliasMove;
import dev.almanac.registry.ModelRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Base class of registry commands; they run without Spark. */
abstract class RegistrySubcommand extends BaseCommand {
  RegistrySubcommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  final ModelRegistry registry() {
    return RegistryAccess.open(settings(), surroundings(), Configuration::new);
  }

  /** Opens the registry at a root, or the configured one if the root is null. */
  final ModelRegistry registry(@Nullable String root) {
    PlatformSpec settings = settings();
    return RegistryAccess.open(
        settings,
        root == null ? settings.registryRoot() : root,
        surroundings(),
        Configuration::new);
  }

  /** Creates a run id that identifies this execution in the ledger. */
  final RunId freshRun() {
    return RunId.fresh(surroundings().clock().instant(), surroundings().random());
  }

  /** Progress on standard error, for commands with long operations. */
  final Progress progress() {
    return output().progress(surroundings()).<Progress>map(shown -> shown).orElse(Progress.SILENT);
  }

  /** Prints the current version of an alias. */
  final void print(AliasMove move) {
    String name = move.model() + "@" + move.alias();
    String now = move.to().isPresent() ? move.model() + ":" + move.to().getAsInt() : "no version";
    String before = move.from().isPresent() ? " (was " + move.from().getAsInt() + ")" : "";
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", move.model().value());
    json.put("alias", move.alias().value());
    move.to().ifPresent(to -> json.put("version", to));
    move.from().ifPresent(from -> json.put("from", from));
    json.put("changed", move.changed());
    output()
        .result(
            move.changed()
                ? "%s → %s%s".formatted(name, now, before)
                : "%s points to %s already; nothing was written".formatted(name, now),
            json);
  }
}
