package dev.almanac.scoring;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.Decider;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.forecast.BlockScorer;
import dev.almanac.forecast.FeatureSource;
import dev.almanac.forecast.RowModel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * A model as tasks need it to score blocks of rows: the document, broadcast once to each executor,
 * with its signature and decision. Its inputs are those of the signature, in the same order.
 */
final class BlockModel implements BlockScoring {
  private static final long serialVersionUID = 1L;

  private final Broadcast<byte[]> document;
  private final String hash;
  private final Signature signature;
  private final double threshold;
  private final @Nullable Decider decider;
  private final String decision;

  BlockModel(Broadcast<byte[]> document, String hash, Signature signature, DecisionSpec decision) {
    this.document = document;
    this.hash = hash;
    this.signature = signature;
    this.threshold = decision.threshold();
    this.decider = RowModel.decider(signature, decision).orElse(null);
    this.decision = decision.toString();
  }

  Signature signature() {
    return signature;
  }

  /** A scorer for one thread. */
  BlockScorer newScorer() {
    CompiledModels.Loaded loaded = loaded();
    return new BlockScorer(
        new RowModel(
            loaded.document(),
            Optional.of(loaded.compiled()),
            signature,
            threshold,
            Optional.ofNullable(decider)));
  }

  /** The category codes of each input. Not thread-safe. */
  List<CategoryCodes> newSpellings() {
    CompiledModel compiled = loaded().compiled();
    return signature.inputs().stream().map(field -> new CategoryCodes(compiled, field)).toList();
  }

  /** The model of this JVM; compiled on first use. */
  CompiledModels.Loaded loaded() {
    return CompiledModels.ofThisJvm().get(hash, signature, document::value);
  }

  @Override
  public StructType added() {
    return ForecastVectors.schema(signature.task());
  }

  @Override
  public Work work(CellSource source) {
    BlockScorer scorer = newScorer();
    FeatureSource cells =
        source.cells(IntStream.range(0, signature.inputs().size()).toArray(), newSpellings());
    ForecastVectors forecasts = new ForecastVectors(signature);
    return new Work() {
      @Override
      public List<ColumnVector> columns() {
        return forecasts.columns();
      }

      @Override
      public void score(int rows) {
        forecasts.clear(rows);
        scorer.score(cells, rows, forecasts);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockModel model
        && hash.equals(model.hash)
        && signature.equals(model.signature)
        && decision.equals(model.decision);
  }

  @Override
  public int hashCode() {
    return Objects.hash(hash, signature.target(), decision);
  }

  /** The text of a plan that Spark prints. */
  @Override
  public String toString() {
    return signature.target() + " by " + hash.substring(0, Math.min(12, hash.length()));
  }
}
