package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.FieldType;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Text;
import dev.almanac.core.spec.ColumnPattern;
import dev.almanac.core.spec.FeatureRules;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WindowSpec;
import dev.almanac.data.ModelInput;
import dev.almanac.data.Splitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Features of a training, resolved against the columns of its table.
 *
 * @param spec the specification with the named features and those that rules select, sorted by kind
 *     and name, and without rules
 * @param taken the rule of each column that a rule selects
 * @param left the reason for each column that no rule selects, if there are rules
 */
public record FeatureSelection(
    TrainSpec spec, Map<String, FeatureSpec> taken, Map<String, String> left) {
  /**
   * Resolves the rules of a specification.
   *
   * @param keys key columns of scoring, which no rule selects
   * @throws AlmanacException MISSING_COLUMN if a rule that names columns selects none, or an
   *     exception does not exist; CONFIG_INVALID if two equally specific rules select a column, or
   *     a factor of an interaction is not a feature
   */
  public static FeatureSelection of(StructType schema, TrainSpec spec, List<String> keys) {
    if (!spec.rules().any()) {
      return new FeatureSelection(spec, Map.of(), Map.of());
    }
    requireExceptions(schema, spec.rules());
    Map<String, String> never = never(spec, keys);
    Map<String, FeatureSpec> taken = new LinkedHashMap<>();
    Map<String, String> left = new LinkedHashMap<>();
    for (StructField field : schema.fields()) {
      String reserved = never.get(field.name().toLowerCase(Locale.ROOT));
      if (reserved != null) {
        left.put(field.name(), reserved);
      } else if (field.name().startsWith(TrainingData.INTERNAL_PREFIX)) {
        left.put(field.name(), "begins with '__', as Almanac's own columns do");
      } else if (spec.rules().excepts(field.name())) {
        left.put(field.name(), "is in except");
      } else {
        rule(field, spec.rules())
            .ifPresentOrElse(
                rule -> taken.put(field.name(), rule),
                () -> left.put(field.name(), "is " + field.dataType().sql()));
      }
    }
    spec.features().forEach(feature -> left.remove(feature.name()));
    requireColumns(schema, spec.rules(), taken);
    TrainSpec resolved = spec.resolved(sorted(spec.features(), taken));
    requireFactors(resolved);
    return new FeatureSelection(resolved, taken, left);
  }

  /** The number of columns that each rule selects, such as {@code 2,998 by numeric."*"}. */
  public List<String> counts() {
    Map<String, Long> counts =
        taken.values().stream()
            .collect(
                Collectors.groupingBy(
                    FeatureSelection::described, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(entry -> Text.grouped(entry.getValue()) + " by " + entry.getKey())
        .toList();
  }

  /** The columns that no rule selects, by reason, such as {@code day (is DATE)}. */
  public List<String> leftOut() {
    Map<String, List<String>> byReason = new TreeMap<>();
    left.forEach(
        (column, reason) -> byReason.computeIfAbsent(reason, any -> new ArrayList<>()).add(column));
    return byReason.entrySet().stream()
        .map(entry -> "%s (%s)".formatted(Text.few(entry.getValue()), entry.getKey()))
        .toList();
  }

  /** The kind of a feature, by its name in job files. */
  public static String kind(FeatureSpec feature) {
    if (feature instanceof FeatureSpec.Numeric) {
      return "numeric";
    }
    return feature instanceof FeatureSpec.Text ? "text" : "categorical";
  }

  private static String described(FeatureSpec rule) {
    return "%s.\"%s\"".formatted(kind(rule), rule.name());
  }

  /** The reason why no rule may select a column, by column name in lower case. */
  private static Map<String, String> never(TrainSpec spec, List<String> keys) {
    Map<String, String> never = new LinkedHashMap<>();
    ForecastColumns.ADDED.forEach(name -> put(never, name, "is called as what scoring adds"));
    spec.combined().expressions().forEach(one -> put(never, one.name(), "is an expression's name"));
    keys.forEach(key -> put(never, key, "is a key"));
    spec.weights().offset().ifPresent(name -> put(never, name, "is the offset"));
    spec.weights().column().ifPresent(name -> put(never, name, "weighs the rows"));
    spec.window().map(WindowSpec::column).ifPresent(name -> put(never, name, "is the window's"));
    Splitter.column(spec.split()).ifPresent(name -> put(never, name, "splits the rows"));
    put(never, spec.label(), "is the label");
    spec.features().forEach(feature -> put(never, feature.name(), "is named"));
    return never;
  }

  private static void put(Map<String, String> never, String column, String reason) {
    never.put(column.toLowerCase(Locale.ROOT), reason);
  }

  /**
   * The most specific rule for a column: the one with the longest pattern that supports its type.
   */
  private static Optional<FeatureSpec> rule(StructField field, FeatureRules rules) {
    Comparator<FeatureSpec> order =
        Comparator.comparingInt((FeatureSpec rule) -> pattern(rule).literals())
            .thenComparing(rule -> isNatural(rule, field.dataType()));
    List<FeatureSpec> fitting =
        rules.rules().stream()
            .filter(rule -> pattern(rule).matches(field.name()) && reads(rule, field.dataType()))
            .sorted(order.reversed())
            .toList();
    if (fitting.size() > 1 && order.compare(fitting.get(0), fitting.get(1)) == 0) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "train.features: column '%s' is taken by %s and by %s, and neither says more than the other.\nName the column, or give one of the two rules a longer pattern."
              .formatted(
                  Text.printable(field.name()),
                  described(fitting.get(0)),
                  described(fitting.get(1))));
    }
    return fitting.stream().findFirst();
  }

  private static ColumnPattern pattern(FeatureSpec rule) {
    return new ColumnPattern(rule.name());
  }

  /** Whether a rule supports columns of a type. */
  private static boolean reads(FeatureSpec rule, DataType type) {
    boolean whole = ModelInput.fieldType(type).equals(Optional.of(FieldType.INTEGER));
    return isNatural(rule, type)
        || (rule instanceof FeatureSpec.Categorical && whole && !pattern(rule).isEvery());
  }

  /**
   * Whether a type suits a rule's kind by itself: a whole number is a category only for a rule that
   * names its column.
   */
  private static boolean isNatural(FeatureSpec rule, DataType type) {
    Optional<FieldType> family = ModelInput.fieldType(type);
    if (rule instanceof FeatureSpec.Numeric) {
      return family.filter(f -> f == FieldType.INTEGER || f == FieldType.DOUBLE).isPresent();
    }
    return family
        .filter(
            f ->
                f == FieldType.STRING
                    || (f == FieldType.BOOLEAN && rule instanceof FeatureSpec.Categorical))
        .isPresent();
  }

  private static void requireExceptions(StructType schema, FeatureRules rules) {
    ModelInput.requireColumns(
        schema, rules.except().stream().filter(name -> !ColumnPattern.isPattern(name)).toList());
  }

  /**
   * Rejects rules that select nothing: a rule that matches every name may, but one that names
   * columns and the rules together may not.
   */
  private static void requireColumns(
      StructType schema, FeatureRules rules, Map<String, FeatureSpec> taken) {
    List<String> names = Arrays.asList(schema.fieldNames());
    List<String> idle = new ArrayList<>();
    for (FeatureSpec rule : rules.rules()) {
      List<String> matched = names.stream().filter(pattern(rule)::matches).toList();
      boolean takes = taken.containsValue(rule);
      if (!takes && !pattern(rule).isEvery()) {
        idle.add(
            matched.isEmpty()
                ? described(rule) + " matches no column"
                : "%s matches %s, and takes none of them"
                    .formatted(described(rule), typed(matched, schema)));
      }
    }
    if (!idle.isEmpty() || taken.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.MISSING_COLUMN,
          "train.features: %s.\nThe table has: %s.\nA numeric rule takes numbers, a categorical one texts, booleans and, where its pattern has letters, whole numbers, a text rule texts; capitals count."
              .formatted(
                  idle.isEmpty() ? "the rules take no column" : String.join("; ", idle),
                  ModelInput.described(schema)));
    }
  }

  private static String typed(List<String> columns, StructType schema) {
    return Text.few(
        columns.stream().map(name -> name + " " + schema.apply(name).dataType().sql()).toList());
  }

  private static List<FeatureSpec> sorted(List<FeatureSpec> named, Map<String, FeatureSpec> taken) {
    List<FeatureSpec> all = new ArrayList<>(named);
    taken.forEach((column, rule) -> all.add(rule.named(column)));
    List<String> kinds = List.of("numeric", "categorical", "text");
    all.sort(
        Comparator.comparingInt((FeatureSpec feature) -> kinds.indexOf(kind(feature)))
            .thenComparing(FeatureSpec::name));
    return all;
  }

  private static void requireFactors(TrainSpec spec) {
    Set<String> known = new LinkedHashSet<>();
    spec.features().forEach(feature -> known.add(feature.name()));
    spec.combined().expressions().forEach(expression -> known.add(expression.name()));
    List<String> unknown =
        spec.combined().interactions().stream()
            .flatMap(List::stream)
            .distinct()
            .filter(factor -> !known.contains(factor))
            .map(factor -> "'" + Text.printable(factor) + "'" + Text.didYouMean(factor, known))
            .toList();
    if (!unknown.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "train.features.interactions: no rule takes %s, and none of the features is called so."
              .formatted(Text.few(unknown)));
    }
  }
}
