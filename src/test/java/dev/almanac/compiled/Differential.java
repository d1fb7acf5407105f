package dev.almanac.compiled;

import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.pmml.Answer;
import dev.almanac.pmml.PmmlModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Interval;
import org.dmg.pmml.OpType;
import org.dmg.pmml.Value;
import org.jspecify.annotations.Nullable;

/** Holds a compiled document against the evaluator, on the same rows. */
final class Differential {
  private static final double CLOSE = 1e-12;

  private final PmmlModel evaluator;
  private final Signature signature;
  private final CompileResult compilation;

  /** Rows that both refuse or are undecided, that both answer, and that both say nothing about. */
  int refused;

  int answered;
  int nothing;

  /** Rows that the evaluator answers and the compiled model does not decide. */
  int passedOn;

  Differential(byte[] pmml, Signature signature) {
    this.evaluator = PmmlModel.load(pmml);
    this.signature = signature;
    this.compilation = CompiledModel.compile(evaluator, signature);
  }

  static Differential of(String pmml) {
    return of(pmml.getBytes(StandardCharsets.UTF_8));
  }

  static Differential of(byte[] pmml) {
    return new Differential(pmml, signature(PmmlModel.load(pmml)));
  }

  CompileResult compilation() {
    return compilation;
  }

  PmmlModel evaluator() {
    return evaluator;
  }

  /**
   * A signature that fits a document: continuous fields are numbers, others text; the labels are
   * those that the data dictionary lists, or the identifiers of the clusters.
   */
  static Signature signature(PmmlModel model) {
    Map<String, DataField> fields = new HashMap<>();
    model
        .document()
        .requireDataDictionary()
        .getDataFields()
        .forEach(field -> fields.put(field.requireName(), field));
    List<Field> inputs = new ArrayList<>();
    for (String name : model.inputs()) {
      boolean number = Objects.requireNonNull(fields.get(name)).getOpType() == OpType.CONTINUOUS;
      inputs.add(
          new Field(
              name,
              number ? FieldType.DOUBLE : FieldType.STRING,
              number ? Field.Kind.NUMERIC : Field.Kind.CATEGORICAL,
              MissingPolicy.CONSTANT,
              UnseenPolicy.LEVEL,
              List.of()));
    }
    return new Signature(TaskType.CLUSTERING, inputs, "target", labels(model, fields), "");
  }

  private static List<String> labels(PmmlModel model, Map<String, DataField> fields) {
    if (model.document().getModels().get(0)
        instanceof org.dmg.pmml.clustering.ClusteringModel clustering) {
      List<String> ids = new ArrayList<>();
      clustering.requireClusters().forEach(cluster -> ids.add(String.valueOf(cluster.getId())));
      for (int i = 0; i < ids.size(); i++) {
        if (ids.get(i).equals("null")) {
          ids.set(i, String.valueOf(i + 1));
        }
      }
      return ids;
    }
    for (DataField field : fields.values()) {
      if (!model.inputs().contains(field.requireName()) && field.getOpType() != OpType.CONTINUOUS) {
        return field.getValues().stream()
            .map(value -> String.valueOf(value.requireValue()))
            .toList();
      }
    }
    return List.of();
  }

  /** Rows with listed and unlisted values, nulls, limits of the document and extremes. */
  List<Map<String, @Nullable Object>> rows(int count, long seed) {
    Random random = new Random(seed);
    Map<String, List<@Nullable Object>> choices = new HashMap<>();
    for (DataField field : evaluator.document().requireDataDictionary().getDataFields()) {
      choices.put(field.requireName(), choices(field));
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, @Nullable Object> row = new HashMap<>();
      for (Field input : signature.inputs()) {
        boolean number = input.kind() == Field.Kind.NUMERIC;
        List<@Nullable Object> some = choices.getOrDefault(input.name(), List.of());
        int kind = random.nextInt(20);
        Object value =
            switch (kind) {
              case 0 -> null;
              case 1 -> number ? random.nextBoolean() ? 1e300 : -0.0 : "unheard of";
              default ->
                  number && (some.isEmpty() || kind < 16)
                      ? Math.round(random.nextGaussian() * 16) / 4.0
                      : some.isEmpty()
                          ? "x" + random.nextInt(4)
                          : some.get(random.nextInt(some.size()));
            };
        row.put(input.name(), value);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<@Nullable Object> choices(DataField field) {
    List<@Nullable Object> values = new ArrayList<>();
    boolean number = field.getOpType() == OpType.CONTINUOUS;
    for (Value value : field.getValues()) {
      Object literal = value.requireValue();
      values.add(number ? (Object) ((Number) literal).doubleValue() : String.valueOf(literal));
    }
    for (Interval interval : field.getIntervals()) {
      if (interval.getLeftMargin() != null) {
        values.add(interval.getLeftMargin().doubleValue());
      }
      if (interval.getRightMargin() != null) {
        values.add(interval.getRightMargin().doubleValue());
      }
    }
    if (!number && field.getDataType() != DataType.STRING && values.isEmpty()) {
      values.addAll(List.of("1", "0"));
    }
    return values;
  }

  /**
   * Scores rows by both, and by the compiled model twice: block by block and several blocks at
   * once.
   *
   * @return the first difference; empty if there is none
   */
  String difference(List<? extends Map<String, ? extends @Nullable Object>> rows) {
    CompiledModel compiled = ((CompileResult.Compiled) compilation).model();
    List<Answer> answers =
        rows.stream().map(row -> evaluator.score(row, signature.labels())).toList();
    RowBatches blocks = compiled.newBlocks();
    String alone = difference(compiled, blocks, 1, rows, answers);
    if (!alone.isEmpty() || blocks.size() == 1) {
      return alone;
    }
    String together = difference(compiled, blocks, blocks.size(), rows, answers);
    return together.isEmpty() ? "" : "several blocks at once: " + together;
  }

  private String difference(
      CompiledModel compiled,
      RowBatches blocks,
      int atOnce,
      List<? extends Map<String, ? extends @Nullable Object>> rows,
      List<Answer> answers) {
    List<String> differences = new ArrayList<>();
    RowRuns.score(
        blocks,
        atOnce,
        rows.size(),
        (block, at, row) -> set(block, compiled, at, rows.get(row)),
        (block, at, row) -> {
          String difference = compare(compiled, block, at, answers.get(row));
          if (!difference.isEmpty()) {
            differences.add(difference + " for " + rows.get(row));
          }
        });
    return differences.isEmpty() ? "" : differences.get(0);
  }

  private static void set(
      RowBatch block,
      CompiledModel compiled,
      int row,
      Map<String, ? extends @Nullable Object> values) {
    for (int input = 0; input < compiled.inputs().size(); input++) {
      Object value = values.get(compiled.inputs().get(input));
      if (value instanceof String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        block.text(input, row, bytes, 1, bytes.length - 2);
      } else if (value != null) {
        block.number(input, row, (double) value);
      }
    }
  }

  private String compare(CompiledModel compiled, RowBatch block, int row, Answer answer) {
    boolean undecided = (block.undecided() >>> row & 1) != 0;
    boolean none = (block.nothing() >>> row & 1) != 0;
    boolean result = (block.answered() >>> row & 1) != 0;
    if (answer instanceof Answer.Refused refusal) {
      refused++;
      return undecided ? "" : "not refused, and the evaluator says: " + refusal.why();
    }
    boolean finite = !(answer instanceof Answer.Estimate number && Double.isNaN(number.value()));
    if (undecided) {
      passedOn++;
      return "";
    }
    if (answer instanceof Answer.Nothing) {
      nothing++;
      return none ? "" : "an answer in the place of nothing";
    }
    answered++;
    if (!result || !finite) {
      return "nothing in the place of " + answer;
    }
    if (answer instanceof Answer.Estimate number) {
      return close(block.number(row), number.value())
          ? ""
          : "%s in the place of %s".formatted(block.number(row), number.value());
    }
    Answer.Label label = (Answer.Label) answer;
    String own = compiled.labels().get(block.label(row));
    if (!own.equals(label.label())) {
      return "'%s' in the place of %s, of %s"
          .formatted(own, label, probabilities(compiled, block, row));
    }
    if (compiled.hasProbabilities() != !label.probabilities().isEmpty()) {
      return "probabilities or not: " + label;
    }
    for (int k = 0; k < label.probabilities().size(); k++) {
      if (!close(block.probability(row, k), label.probabilities().get(k))) {
        return "%s in the place of %s".formatted(probabilities(compiled, block, row), label);
      }
    }
    return "";
  }

  private static List<Double> probabilities(CompiledModel compiled, RowBatch block, int row) {
    List<Double> all = new ArrayList<>();
    for (int k = 0; compiled.hasProbabilities() && k < compiled.labels().size(); k++) {
      all.add(block.probability(row, k));
    }
    return all;
  }

  private static boolean close(double one, double other) {
    return one == other || Math.abs(one - other) <= CLOSE * Math.max(1e-300, Math.abs(other));
  }
}
