package dev.almanac.scoring;

import dev.almanac.compiled.Compilation;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * Scores with the exported PMML, compiled into arrays and asked about blocks of rows. The document
 * travels once to each executor, and all its tasks share one compiled model. Rows about which the
 * compiled model cannot tell are given to the document itself. Immutable.
 */
public final class CompiledEngine implements ScoringEngine {
  private static final String ADDED = "__added_";
  private static final String SPARK_LINE = "4.0.";

  private final byte[] pmml;
  private final String hash;

  /** An engine for one document. */
  public CompiledEngine(byte[] pmml) {
    this.pmml = pmml.clone();
    this.hash = Digests.sha256(pmml);
  }

  @Override
  public String name() {
    return "compiled";
  }

  /**
   * Why this engine cannot score for a signature; empty if it can.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED if it cannot be read
   */
  public Optional<String> whyNot(Signature signature) {
    Optional<String> spark = whyNotWith(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    if (spark.isPresent()) {
      return spark;
    }
    return CompiledModels.ofThisJvm().get(hash, signature, () -> pmml).compilation()
            instanceof Compilation.Unsupported unsupported
        ? Optional.of(unsupported.why())
        : Optional.empty();
  }

  /** The operator is made of parts of Spark that may change from one line to the next. */
  static Optional<String> whyNotWith(String sparkVersion) {
    return sparkVersion.startsWith(SPARK_LINE)
        ? Optional.empty()
        : Optional.of(
            "its operator is made for Spark %sx, and this is Spark %s"
                .formatted(SPARK_LINE, sparkVersion));
  }

  /**
   * As the interface says.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED also if the document cannot be read or asks for a
   *     field that the signature does not have; INTERNAL if {@link #whyNot} says something
   */
  @Override
  public Dataset<Row> score(Dataset<Row> rows, Signature signature, DecisionSpec decision) {
    whyNot(signature)
        .ifPresent(
            why -> {
              throw new AlmanacException(
                  ErrorCode.INTERNAL, "the document cannot be compiled: " + why);
            });
    // Tells what is wrong with the columns, as for every engine.
    Outcomes.prepare(rows, signature);
    SparkSession session = (SparkSession) rows.sparkSession();
    BlockScoreStrategy.register(session);
    Broadcast<byte[]> document = new JavaSparkContext(session.sparkContext()).broadcast(pmml);
    LogicalPlan plan = ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
    List<Attribute> columns = ScalaSeqs.list(plan.output());
    List<String> names = Arrays.asList(rows.columns());
    List<Attribute> inputs = new ArrayList<>();
    for (Field field : signature.inputs()) {
      inputs.add(columns.get(names.indexOf(field.name())));
    }
    List<Attribute> added = new ArrayList<>();
    List<Column> selected = new ArrayList<>();
    names.forEach(name -> selected.add(Names.column(name)));
    for (StructField field : ForecastVectors.schema(signature.task()).fields()) {
      String name = ADDED + field.name();
      added.add(
          DataTypeUtils.toAttribute(
              new StructField(name, field.dataType(), field.nullable(), field.metadata())));
      selected.add(Names.column(name).as(field.name()));
    }
    LogicalPlan scored =
        new BlockScore(
            new BlockModel(document, hash, signature, decision),
            ScalaSeqs.of(inputs),
            ScalaSeqs.of(added),
            plan);
    return org.apache.spark.sql.classic.Dataset$.MODULE$
        .ofRows(session, scored)
        .select(selected.toArray(Column[]::new));
  }
}
