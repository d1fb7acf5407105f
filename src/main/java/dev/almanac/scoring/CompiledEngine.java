package dev.almanac.scoring;

import dev.almanac.compiled.CompileResult;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Scores with the exported PMML, compiled into arrays and evaluated in blocks of rows. The document
 * is broadcast once to each executor, whose tasks share one compiled model. Rows that the compiled
 * model leaves undecided are scored by the document itself. Immutable.
 */
public final class CompiledEngine implements ScoringEngine {
  private static final String SPARK_LINE = "4.0.";

  private final byte[] pmml;
  private final String hash;

  /** Creates an engine for one document. */
  public CompiledEngine(byte[] pmml) {
    this.pmml = pmml.clone();
    this.hash = Digests.sha256(pmml);
  }

  @Override
  public String name() {
    return "compiled";
  }

  /**
   * The reason why this engine cannot score for a signature; empty if it can.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED if the document cannot be read
   */
  public Optional<String> whyNot(Signature signature) {
    Optional<String> spark = whyNotWith(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    if (spark.isPresent()) {
      return spark;
    }
    return CompiledModels.ofThisJvm().get(hash, signature, () -> pmml).compilation()
            instanceof CompileResult.Unsupported unsupported
        ? Optional.of(unsupported.why())
        : Optional.empty();
  }

  /**
   * Checks the Spark version: the operator uses internal classes of Spark, which may change between
   * release lines.
   */
  static Optional<String> whyNotWith(String sparkVersion) {
    return sparkVersion.startsWith(SPARK_LINE)
        ? Optional.empty()
        : Optional.of(
            "its operator is made for Spark %sx, and this is Spark %s"
                .formatted(SPARK_LINE, sparkVersion));
  }

  /**
   * {@inheritDoc}
   *
   * @throws AlmanacException ARTIFACT_DAMAGED also if the document cannot be read or reads a field
   *     that the signature does not have; INTERNAL if {@link #whyNot} returns a reason
   */
  @Override
  public Dataset<Row> score(Dataset<Row> rows, Signature signature, DecisionSpec decision) {
    return new MultiModelScan(rows).ask("", this, signature, decision).scored();
  }

  /**
   * Measures the scoring rate of one thread in rows per second, without reading and writing rows.
   * Takes about 0.1 s.
   */
  public double rowsPerSecond(Signature signature) {
    return Pace.of(CompiledModels.ofThisJvm().get(hash, signature, () -> pmml).compiled());
  }

  /** The memory that the model uses. Reads and compiles the model on first use. */
  public Footprint footprint(Signature signature) {
    CompiledModels.Loaded loaded = CompiledModels.ofThisJvm().get(hash, signature, () -> pmml);
    return Footprint.of(pmml.length, loaded);
  }

  /** The model for tasks; starts the broadcast of the document. */
  BlockModel model(SparkSession session, Signature signature, DecisionSpec decision) {
    whyNot(signature)
        .ifPresent(
            why -> {
              throw new AlmanacException(
                  ErrorCode.INTERNAL, "the document cannot be compiled: " + why);
            });
    Broadcast<byte[]> document = new JavaSparkContext(session.sparkContext()).broadcast(pmml);
    return new BlockModel(document, hash, signature, decision);
  }
}
