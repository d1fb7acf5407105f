package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.TagKey;
import dev.almanac.core.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Errors for models, versions, aliases and tags that do not exist; each lists the existing ones.
 */
final class NotFoundErrors {
  private static final int SHOWN = 10;

  private NotFoundErrors() {}

  static AlmanacException model(String root, ModelName model, List<String> known) {
    String hint =
        known.isEmpty()
            ? "The registry has no model yet; train one, or check almanac.registry.root."
            : Text.nearest(model.value(), known)
                .map(near -> "Did you mean '" + near + "'?")
                .orElseGet(() -> "It has " + shown(known) + ".");
    return new AlmanacException(
        ErrorCode.NO_SUCH_MODEL,
        "There is no model '%s' in the registry at %s. %s".formatted(model, root, hint));
  }

  static AlmanacException version(ModelState state, int number) {
    String there =
        state.latest().isEmpty()
            ? "It has no version yet"
                + (state.refusals().isEmpty()
                    ? "."
                    : String.format(
                        Locale.ROOT, "; %d run(s) were refused.", state.refusals().size()))
            : String.format(
                Locale.ROOT,
                "It has versions %d to %d.",
                state.versions().firstKey(),
                latest(state));
    return new AlmanacException(
        ErrorCode.NO_SUCH_VERSION,
        String.format(Locale.ROOT, "%s has no version %d. %s", state.model(), number, there));
  }

  static AlmanacException alias(ModelState state, Alias alias, Optional<Instant> at) {
    SortedMap<Alias, Integer> targets = state.targets();
    String when = at.map(instant -> " at " + instant).orElse("");
    String there;
    if (state.versions().isEmpty()) {
      there = "It had no version" + (when.isEmpty() ? " yet." : when + ".");
    } else if (targets.isEmpty()) {
      there =
          String.format(
              Locale.ROOT,
              "It has versions %d to %d and no alias%s; point one with 'registry alias'.",
              state.versions().firstKey(),
              latest(state),
              when);
    } else {
      List<String> names = targets.keySet().stream().map(Alias::value).toList();
      there =
          Text.nearest(alias.value(), names).map(near -> "Did you mean '" + near + "'? ").orElse("")
              + "Its aliases%s: %s.".formatted(when, targets(targets));
    }
    return new AlmanacException(
        ErrorCode.NO_SUCH_ALIAS,
        "%s has no alias '%s'%s. %s".formatted(state.model(), alias, when, there));
  }

  static AlmanacException tag(ModelState state, OptionalInt number, TagKey key) {
    String whose = state.model() + (number.isPresent() ? ":" + number.getAsInt() : "");
    List<String> keys = state.tagsOf(number).keySet().stream().map(TagKey::value).toList();
    return new AlmanacException(
        ErrorCode.NO_SUCH_TAG,
        "%s has no tag '%s'. It has %s."
            .formatted(whose, key, keys.isEmpty() ? "none" : shown(keys)));
  }

  private static String targets(SortedMap<Alias, Integer> targets) {
    return targets.entrySet().stream()
        .limit(SHOWN)
        .map(target -> target.getKey() + " -> " + target.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String shown(List<String> known) {
    String first = known.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return known.size() > SHOWN ? first + " and " + (known.size() - SHOWN) + " more" : first;
  }

  private static int latest(ModelState state) {
    return state.versions().lastKey();
  }
}
