package dev.almanac.config;

import dev.almanac.core.Guard;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GuardSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Parses {@code forecasts.guards}. */
final class GuardsParser {
  private static final Map<String, GuardSpec.Action> ACTIONS =
      Values.words(GuardSpec.Action::word, List.of(GuardSpec.Action.values()));

  private final Section guards;

  GuardsParser(Section guards) {
    this.guards = guards;
  }

  /**
   * Records all problems; the supplier is valid only if there are none.
   *
   * @param kept the job's own columns in the forecast table
   */
  Supplier<GuardSpec> parse(List<String> kept) {
    Optional<Long> minRows =
        guards.require("min-rows", "write 100").whole("min-rows", 1, Integer.MAX_VALUE);
    Map<Guard, Supplier<GuardSpec.Rule>> rules = new EnumMap<>(Guard.class);
    OptionalDouble by = OptionalDouble.empty();
    Optional<String> column = Optional.empty();
    for (Guard guard : Guard.values()) {
      Section section = guards.child(guard.word());
      rules.put(guard, rule(section));
      if (guard == Guard.MOVERS) {
        by = section.require("by", "write 0.5").number("by");
        by.ifPresent(
            far -> section.attempt("by", () -> new GuardSpec(Map.of(), 1, far, Optional.empty())));
      }
      if (guard == Guard.SEGMENTS) {
        column = section.words("column");
        column
            .filter(name -> !kept.contains(name))
            .ifPresent(
                name ->
                    section.problem(
                        "column",
                        "'%s' is neither a key nor in score.pass-through, so the last publication cannot be told by it; add it there"
                            .formatted(Text.printable(name))));
      }
      section.noOthers();
    }
    guards.noOthers();
    OptionalDouble moveBy = by;
    Optional<String> segments = column;
    return () -> {
      Map<Guard, GuardSpec.Rule> read = new EnumMap<>(Guard.class);
      rules.forEach((guard, rule) -> read.put(guard, rule.get()));
      return new GuardSpec(read, minRows.orElseThrow(), moveBy.orElseThrow(), segments);
    };
  }

  private static Supplier<GuardSpec.Rule> rule(Section section) {
    Optional<GuardSpec.Action> action =
        section.require("action", "write warn").oneOf("action", ACTIONS);
    OptionalDouble most = section.require("most", "write a number").number("most");
    most.ifPresent(
        limit -> section.attempt("most", () -> new GuardSpec.Rule(GuardSpec.Action.OFF, limit)));
    return () -> new GuardSpec.Rule(action.orElseThrow(), most.orElseThrow());
  }
}
