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
 * Scores with the exported PMML, compiled into arrays and asked about blocks of rows. The document
 * travels once to each executor, and all its tasks share one compiled model. Rows about which the
 * compiled model cannot tell are given to the document itself. Immutable.
 */
public final class CompiledEngine implements ScoringEngine {
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
            instanceof CompileResult.Unsupported unsupported
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
    return new MultiModelScan(rows).ask("", this, signature, decision).scored();
  }

  /**
   * How many rows one thread asks the model about in a second, without reading or writing them.
   * Takes a tenth of a second to find out.
   */
  public double rowsPerSecond(Signature signature) {
    return Pace.of(CompiledModels.ofThisJvm().get(hash, signature, () -> pmml).compiled());
  }

  /** The memory that the model takes; read and compiled if it was not yet. */
  public Footprint footprint(Signature signature) {
    CompiledModels.Loaded loaded = CompiledModels.ofThisJvm().get(hash, signature, () -> pmml);
    return Footprint.of(pmml.length, loaded);
  }

  /** What tasks need of this engine; the document is on its way to the executors. */
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
