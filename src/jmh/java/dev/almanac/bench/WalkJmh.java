package dev.almanac.bench;

import dev.almanac.compiled.Block;
import dev.almanac.compiled.Compilation;
import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.Signature;
import dev.almanac.pmml.Answer;
import dev.almanac.pmml.PmmlModel;
import java.util.concurrent.TimeUnit;
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
  private Block block;
  private int next;

  /** Makes document and rows. */
  @Setup
  public void make() {
    WalkModels made = WalkModels.of(model);
    signature = made.signature();
    evaluator = PmmlModel.load(made.pmml());
    Compilation compilation = CompiledModel.compile(evaluator, signature);
    if (!(compilation instanceof Compilation.Compiled compiled)) {
      throw new IllegalStateException(compilation.toString());
    }
    rows = new WalkRows(made, compiled.model(), ROWS);
    block = compiled.model().newBlock();
  }

  /** Sets the inputs of a block and scores it; texts by their bytes. */
  @Benchmark
  @OperationsPerInvocation(Block.ROWS)
  public long compiled() {
    rows.set(block, next);
    return scored();
  }

  /** The same with texts by their codes. */
  @Benchmark
  @OperationsPerInvocation(Block.ROWS)
  public long compiledCodes() {
    rows.setCodes(block, next);
    return scored();
  }

  private long scored() {
    block.score();
    next = (next + Block.ROWS) & (ROWS - 1);
    long answered = block.answered();
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
