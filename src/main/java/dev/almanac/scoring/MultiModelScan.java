package dev.almanac.scoring;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.Text;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ScalaSeqs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Scores rows by several compiled models in one scan. The columns of each model are those of {@link
 * ScoringEngine#score} with a prefix of its own; rows scored by {@link SegmentModels} also have
 * MODEL and MODEL_VERSION. Not thread-safe.
 */
public final class MultiModelScan {
  private static final String ADDED = "__added_";

  private final Dataset<Row> rows;
  private final SparkSession session;
  private final List<Requested> requested = new ArrayList<>();

  private record Requested(String prefix, BlockScoring scoring, List<String> inputs) {}

  /** Creates a scan of some rows, without models. */
  public MultiModelScan(Dataset<Row> rows) {
    this.rows = rows;
    this.session = (SparkSession) rows.sparkSession();
  }

  /**
   * Adds one model.
   *
   * @throws AlmanacException as {@link CompiledEngine#score}
   */
  public MultiModelScan ask(
      String prefix, CompiledEngine engine, Signature signature, DecisionSpec decision) {
    requested.add(new Requested(prefix, model(engine, signature, decision), names(signature)));
    return this;
  }

  /**
   * Adds a set of segment models, one of which scores each row.
   *
   * @throws AlmanacException as {@link CompiledEngine#score}; MISSING_COLUMN or WRONG_TYPE if the
   *     segment column is missing or has an unsupported type
   */
  public MultiModelScan ask(String prefix, SegmentModels segments) {
    checkColumn(segments.column());
    Map<SegmentModels.Member, Integer> places = new LinkedHashMap<>();
    Set<String> inputs = new LinkedHashSet<>();
    place(segments.rest(), places, inputs);
    segments.byValue().values().forEach(member -> place(member, places, inputs));
    List<String> all = new ArrayList<>(List.of(segments.column()));
    all.addAll(inputs);
    List<BlockSegments.Member> members =
        places.keySet().stream()
            .map(
                member ->
                    new BlockSegments.Member(
                        model(member.engine(), member.signature(), member.decision()),
                        names(member.signature()).stream()
                            .map(name -> all.subList(1, all.size()).indexOf(name) + 1)
                            .toList(),
                        member.version().model().value(),
                        member.version().number()))
            .toList();
    Map<String, Integer> routes = new LinkedHashMap<>();
    segments.byValue().forEach((value, member) -> routes.put(value, places.get(member)));
    requested.add(new Requested(prefix, new BlockSegments(members, routes), all));
    return this;
  }

  private static void place(
      SegmentModels.Member member, Map<SegmentModels.Member, Integer> places, Set<String> inputs) {
    places.putIfAbsent(member, places.size());
    inputs.addAll(names(member.signature()));
  }

  private static List<String> names(Signature signature) {
    return signature.inputs().stream().map(Field::name).toList();
  }

  private BlockModel model(CompiledEngine engine, Signature signature, DecisionSpec decision) {
    // Reports errors of the columns, as every engine does.
    ForecastColumnsBuilder.check(rows, signature);
    return engine.model(session, signature, decision);
  }

  private void checkColumn(String column) {
    List<String> columns = Arrays.asList(rows.columns());
    if (!columns.contains(column)) {
      throw new AlmanacException(
          ErrorCode.MISSING_COLUMN,
          "the rows to be scored have no column '%s', which says which model scores a row%s.\nThey have: %s. Add it in the job's query, or correct score.segments.column."
              .formatted(
                  Text.printable(column),
                  Text.didYouMean(column, columns),
                  String.join(", ", columns)));
    }
    DataType type = rows.schema().apply(column).dataType();
    if (!CellType.isCategory(type)) {
      throw new AlmanacException(
          ErrorCode.WRONG_TYPE,
          "'%s' is %s, and which model scores a row is said by a STRING, a whole number or a BOOLEAN.\nCast the column in the job's query."
              .formatted(Text.printable(column), type.sql()));
    }
  }

  /**
   * The rows with the columns of all models: lazy, as {@link ScoringEngine#score}.
   *
   * @throws IllegalStateException if no model was added
   */
  public Dataset<Row> scored() {
    BlockScoreStrategy.register(session);
    LogicalPlan plan = ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
    List<Attribute> columns = ScalaSeqs.list(plan.output());
    List<String> names = Arrays.asList(rows.columns());
    List<Attribute> inputs = new ArrayList<>();
    List<Attribute> added = new ArrayList<>();
    List<Column> selected = new ArrayList<>();
    List<BlockSeveral.Part> parts = new ArrayList<>();
    names.forEach(name -> selected.add(ColumnNames.column(name)));
    for (Requested one : requested) {
      List<Integer> places = new ArrayList<>();
      for (String name : one.inputs()) {
        places.add(inputs.size());
        inputs.add(columns.get(names.indexOf(name)));
      }
      parts.add(new BlockSeveral.Part(one.scoring(), places));
      for (StructField field : one.scoring().added().fields()) {
        String name = ADDED + added.size();
        added.add(
            DataTypeUtils.toAttribute(
                new StructField(name, field.dataType(), field.nullable(), field.metadata())));
        selected.add(ColumnNames.column(name).as(one.prefix() + field.name()));
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalStateException("nobody was asked");
    }
    BlockScoring scoring = parts.size() == 1 ? parts.get(0).scoring() : new BlockSeveral(parts);
    LogicalPlan scored = new BlockScore(scoring, ScalaSeqs.of(inputs), ScalaSeqs.of(added), plan);
    return org.apache.spark.sql.classic.Dataset$.MODULE$
        .ofRows(session, scored)
        .select(selected.toArray(Column[]::new));
  }
}
