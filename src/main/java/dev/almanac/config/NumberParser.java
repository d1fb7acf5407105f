package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.NumberShape.Buckets;
import dev.almanac.core.spec.NumberShape.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Parses one numeric feature. */
final class NumberParser {
  private static final Map<String, MissingPolicy> MISSING =
      Values.words(
          MissingPolicy::word,
          List.of(
              MissingPolicy.REJECT,
              MissingPolicy.MEAN,
              MissingPolicy.MEDIAN,
              MissingPolicy.CONSTANT));
  private static final Map<String, Scale> SCALES =
      Values.words(Scale::word, List.of(Scale.values()));

  private NumberParser() {}

  static Supplier<FeatureSpec> parse(String name, Section column) {
    Optional<MissingPolicy> missing = column.oneOf("missing", MISSING);
    OptionalDouble constant = column.number("constant");
    if (missing.isPresent()
        && missing.get() != MissingPolicy.CONSTANT
        && constant.isPresent()
        && constant.getAsDouble() != 0) {
      column.problem("constant", "says nothing unless missing = constant");
    }
    Supplier<NumberShape> shape = shape(column);
    return () ->
        new FeatureSpec.Numeric(
            name,
            missing.orElseThrow(),
            missing.get() == MissingPolicy.CONSTANT ? constant.orElseThrow() : 0,
            shape.get());
  }

  private static Supplier<NumberShape> shape(Section column) {
    Section clip = column.child("clip");
    OptionalDouble min = clip.number("min");
    OptionalDouble max = clip.number("max");
    clip.noOthers();
    Optional<Boolean> log = column.flag("log");
    Optional<Scale> scale = column.oneOf("scale", SCALES);
    List<Double> bounds = numbers(column, "buckets");
    Optional<Long> quantiles = column.whole("quantile-buckets", 2, Buckets.MOST);
    Optional<Boolean> asNumber = column.oneOf("buckets-as", Map.of("level", false, "number", true));
    Supplier<NumberShape> shape =
        () ->
            new NumberShape(
                min,
                max,
                log.orElse(false),
                scale.orElse(Scale.NONE),
                new Buckets(bounds, quantiles.orElse(0L).intValue(), asNumber.orElse(false)));
    column.attempt(() -> Objects.requireNonNull(shape.get()));
    if (asNumber.orElse(false) && bounds.isEmpty() && quantiles.isEmpty()) {
      column.problem("buckets-as", "says nothing without buckets or quantile-buckets");
    }
    return shape;
  }

  /** Parses a list of numbers. */
  private static List<Double> numbers(Section column, String key) {
    Optional<ConfigValue> value = column.value(key);
    List<Double> numbers = new ArrayList<>();
    if (value.isPresent() && value.get() instanceof ConfigList list) {
      for (ConfigValue element : list) {
        OptionalDouble number = Values.number(element);
        if (number.isPresent()) {
          numbers.add(number.getAsDouble());
        } else {
          column.wrong(key, element, "a list of numbers [0, 10, 100]");
        }
      }
      if (list.isEmpty()) {
        column.problem(key, "has no bound; write [0, 10, 100] or leave the line out");
      }
    } else {
      value.ifPresent(v -> column.wrong(key, v, "a list of numbers [0, 10, 100]"));
    }
    return numbers;
  }
}
