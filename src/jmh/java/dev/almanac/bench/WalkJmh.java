package dev.almanac.bench;

import dev.almanac.compiled.CompileResult;
import dev.almanac.compiled.CompiledModel;
import dev.almanac.compiled.RowBatch;
import dev.almanac.compiled.RowBatches;
import dev.almanac.core.Signature;
import dev.almanac.pmml.Answer;
import dev.almanac.pmml.PmmlModel;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Compiled documents and the evaluator on one core, in nanoseconds a row. Rows come from 1 MB of
 * them, one block after the other, so that nothing is learnt by heart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WalkJmh {
  private static final int ROWS = 8_192;

  /** Rows of a call: as many as are ever scored at once. */
  private static final int AT_ONCE = RowBatches.MOST_ROWS;

  /** Which document, see {@link WalkModels#of}. */
  @Param({
    "boosted-100x6",
    "boosted-100x6-one-tree",
    "gbt-50x5",
    "gbt-50x5-one-tree",
    "forest-100x8",
    "forest-100x8-one-tree",
    "no-trees",
    "logistic"
  })
  public String model;

  private PmmlModel evaluator;
  private Signature signature;
  private WalkRows rows;
  private RowBatches blocks;
  private int next;

  /** Makes document and rows. */
  @Setup
  public void make() {
    WalkModels made = WalkModels.of(model);
    signature = made.signature();
    evaluator = PmmlModel.load(made.pmml());
    CompileResult compilation = CompiledModel.compile(evaluator, signature);
    if (!(compilation instanceof CompileResult.Compiled compiled)) {
      throw new IllegalStateException(compilation.toString());
    }
    rows = new WalkRows(made, compiled.model(), ROWS);
    blocks = compiled.model().newBlocks();
  }

  /** Sets the inputs of a block and scores it; texts by their bytes. */
  @Benchmark
  @OperationsPerInvocation(AT_ONCE)
  public long compiled() {
    return scored(rows::set);
  }

  /** The same with texts by their codes. */
  @Benchmark
  @OperationsPerInvocation(AT_ONCE)
  public long compiledCodes() {
    return scored(rows::setCodes);
  }

  private long scored(ObjIntConsumer<RowBatch> setter) {
    long answered = -1L;
    int size = blocks.size();
    for (int from = 0; from < AT_ONCE; from += size * RowBatch.ROWS) {
      for (int i = 0; i < size; i++) {
        setter.accept(blocks.get(i), next);
        next = (next + RowBatch.ROWS) & (ROWS - 1);
      }
      blocks.score(size);
      for (int i = 0; i < size; i++) {
        answered &= blocks.get(i).answered();
      }
    }
    if (answered != -1L) {
      throw new IllegalStateException("not all rows have an answer: " + answered);
    }
    return answered;
  }

  /** The evaluator, row by row. */
  @Benchmark
  public Answer evaluator() {
    next = (next + 1) & (ROWS - 1);
    Answer answer = evaluator.score(rows.map(next), signature.labels());
    if (answer instanceof Answer.Refused) {
      throw new IllegalStateException(answer.toString());
    }
    return answer;
  }
}
