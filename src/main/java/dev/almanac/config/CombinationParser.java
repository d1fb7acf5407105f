package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import dev.almanac.core.Text;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.CombinationSpec.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Parses the parts of {@code train.features} that combine features. */
final class CombinationParser {
  private static final int MOST_COMPONENTS = 1_000;
  private static final String PRODUCTS = "interactions";

  private final Section features;
  private final Map<String, String> seen;
  private final Predicate<String> byRule;
  private final Optional<String> label;

  /**
   * Creates a parser.
   *
   * @param seen the features found so far, keyed by lower-case name; expressions are added
   * @param byRule whether a feature rule may include a column
   */
  CombinationParser(
      Section features,
      Map<String, String> seen,
      Predicate<String> byRule,
      Optional<String> label) {
    this.features = features;
    this.seen = seen;
    this.byRule = byRule;
    this.label = label;
  }

  Supplier<CombinationSpec> parse() {
    List<Supplier<Expression>> expressions = expressions();
    List<List<String>> interactions = interactions();
    OptionalInt components = features.count("principal-components", 1, MOST_COMPONENTS);
    return () ->
        new CombinationSpec(
            expressions.stream().map(Supplier::get).toList(), interactions, components);
  }

  private List<Supplier<Expression>> expressions() {
    List<Supplier<Expression>> expressions = new ArrayList<>();
    features
        .children("expressions", "each.expressions")
        .forEach(
            (name, one) -> {
              Identifiers.modelColumn(name).ifPresent(one::problem);
              if (label.isPresent() && label.get().equalsIgnoreCase(name)) {
                one.problem("has the name of the label; call it otherwise");
              }
              String other = seen.put(name.toLowerCase(Locale.ROOT), name);
              if (other != null) {
                one.problem("'%s' is a feature already; call it otherwise".formatted(other));
              }
              Optional<String> sql =
                  one.require("sql", "write an expression such as \"distance / duration\"")
                      .words("sql");
              OptionalDouble undefined = one.number("undefined");
              one.noOthers();
              expressions.add(() -> new Expression(name, sql.orElseThrow(), undefined.orElse(0)));
            });
    return expressions;
  }

  private List<List<String>> interactions() {
    List<List<String>> interactions = new ArrayList<>();
    Optional<ConfigValue> value = features.value(PRODUCTS);
    if (value.isPresent() && value.get() instanceof ConfigList list) {
      for (ConfigValue element : list) {
        if (element instanceof ConfigList factors && factors.stream().allMatch(Values::isScalar)) {
          List<String> names = factors.stream().map(Values::text).toList();
          names.forEach(this::requireFeature);
          features.attempt(
              PRODUCTS, () -> new CombinationSpec(List.of(), List.of(names), OptionalInt.empty()));
          interactions.add(names);
        } else {
          features.wrong(PRODUCTS, element, "a list of features [a, b]");
        }
      }
    } else {
      value.ifPresent(v -> features.wrong(PRODUCTS, v, "a list of lists [[a, b], [a, c]]"));
    }
    return interactions;
  }

  private void requireFeature(String name) {
    if (!seen.containsValue(name) && !byRule.test(name)) {
      String hint =
          Text.nearest(name, seen.values())
              .map(near -> "; did you mean '" + near + "'?")
              .orElse("");
      features.problem(
          PRODUCTS, "'%s' is none of the features%s".formatted(Text.printable(name), hint));
    }
  }
}
