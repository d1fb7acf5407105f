package dev.almanac.training;

import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.RowExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One element of the assembled feature vector.
 *
 * @param term its description, such as {@code age}, {@code region = north} or {@code age × region =
 *     north}
 * @param inputs the features that it is computed from
 */
record Slot(String term, List<String> inputs) {
  private static final List<String> PREFIXES =
      List.of("", "__named_", "__filled_", "__shaped_", "__index_", "__one_hot_");

  /**
   * The elements of a pipeline's feature vector, in order.
   *
   * @param schema schema of the transformed rows
   */
  static List<Slot> of(PipelineModel pipeline, StructType schema, TrainSpec spec) {
    Map<String, Slot> columns = columns(spec);
    Map<String, String[]> vocabularies = new HashMap<>();
    List<Slot> slots = new ArrayList<>();
    for (Transformer stage : pipeline.stages()) {
      if (stage instanceof CountVectorizerModel counts) {
        vocabularies.put(counts.getOutputCol(), counts.vocabulary());
        vocabularies.put(
            counts.getOutputCol().replaceFirst("^__counts_", "__idf_"), counts.vocabulary());
      }
      if (stage instanceof VectorAssembler assembler) {
        for (String column : assembler.getInputCols()) {
          Slot whole = columns.getOrDefault(column, new Slot(column, List.of()));
          slots.addAll(whole.parts(schema.apply(column), vocabularies.get(column)));
        }
      }
    }
    return slots;
  }

  /** The elements of a column: one, or one for each level or term. */
  private List<Slot> parts(
      StructField column, String @org.jspecify.annotations.Nullable [] vocabulary) {
    if (!column.dataType().equals(SQLDataTypes.VectorType())) {
      return List.of(this);
    }
    List<Slot> parts = new ArrayList<>();
    AttributeGroup group = AttributeGroup.fromStructField(column);
    for (int i = 0; i < group.size(); i++) {
      String part =
          vocabulary != null
              ? vocabulary[i]
              : group.attributes().isDefined() ? name(group.getAttr(i), i) : String.valueOf(i);
      parts.add(new Slot("%s = %s".formatted(term, part), inputs));
    }
    return parts;
  }

  private static String name(Attribute attribute, int index) {
    return attribute.name().isDefined() ? attribute.name().get() : String.valueOf(index);
  }

  /** Columns that may be assembled, by name. */
  private static Map<String, Slot> columns(TrainSpec spec) {
    Map<String, Slot> columns = new HashMap<>();
    for (FeatureSpec feature : spec.inputs()) {
      String name = FeatureStages.internal(feature.name());
      Slot slot = new Slot(feature.name(), List.of(feature.name()));
      columns.put(feature.name(), slot);
      PREFIXES.forEach(prefix -> columns.put(prefix + name, slot));
      for (int length = 1; length <= 3; length++) {
        columns.put(String.format(Locale.ROOT, "__counts_%d_%s", length, name), slot);
        columns.put(String.format(Locale.ROOT, "__idf_%d_%s", length, name), slot);
      }
    }
    Map<String, List<String>> made = new HashMap<>();
    for (CombinationSpec.Expression one : spec.combined().expressions()) {
      List<String> inputs = RowExpression.of(one.sql(), one.undefined()).columns();
      made.put(one.name(), inputs);
      columns.put(FeatureStages.shaped(one.name()), new Slot(one.name(), inputs));
    }
    for (List<String> factors : spec.combined().interactions()) {
      Set<String> inputs = new LinkedHashSet<>();
      factors.forEach(factor -> inputs.addAll(made.getOrDefault(factor, List.of(factor))));
      columns.put(
          FeatureStages.product(factors),
          new Slot(String.join(" × ", factors), List.copyOf(inputs)));
    }
    return columns;
  }
}
