package dev.almanac.compiled;

import dev.almanac.core.Signature;
import dev.almanac.pmml.PmmlModel;
import java.util.List;

/**
 * A PMML document compiled into arrays: scores up to {@link RowBatch#ROWS} rows at a time. The
 * results are those of {@link PmmlModel#score}; labels are equal, and numbers are equal up to
 * rounding. Immutable and thread-safe; each thread needs its own {@link RowBatch} or {@link
 * RowBatches}.
 *
 * <p>Some rows are left undecided ({@link RowBatch#undecided}): those for which the document may
 * require an error, such as a value outside the range of its field. Whether the error occurs
 * depends on the fields that the evaluation reads, so the document itself must score such a row.
 */
public final class CompiledModel {
  private final Program program;

  CompiledModel(Program program) {
    this.program = program;
  }

  /**
   * Compiles a document. Time and memory are proportional to its size.
   *
   * @param pmml the document, after reading and screening
   * @param signature defines whether an input is a number or a text, and the order of the labels
   */
  public static CompileResult compile(PmmlModel pmml, Signature signature) {
    return Compiler.compile(pmml, signature);
  }

  /** The fields that a row must have; their indexes are the inputs of a {@link RowBatch}. */
  public List<String> inputs() {
    return program.inputs();
  }

  /** Whether an input is set by {@link RowBatch#text} or {@link RowBatch#code}, not as a number. */
  public boolean isText(int input) {
    return program.isText(input);
  }

  /** The labels that {@link RowBatch#label} indexes, from 0; empty for a number. */
  public List<String> labels() {
    return program.labels();
  }

  /** Whether a label comes with probabilities. */
  public boolean hasProbabilities() {
    return program.hasProbabilities();
  }

  /**
   * The code of a text, for {@link RowBatch#code}. Cache it where the same text occurs repeatedly,
   * as in a dictionary-encoded column. All texts that the document does not mention have code 0.
   */
  public int code(byte[] utf8, int offset, int length) {
    return program.words().code(utf8, offset, length);
  }

  /** Memory of the model itself, in bytes; estimated from the length of its arrays. */
  public long modelBytes() {
    return program.modelBytes();
  }

  /** Creates batches that are scored together, for one thread; faster where there are many rows. */
  public RowBatches newBlocks() {
    return new RowBatches(program);
  }

  /** Creates a batch of rows and answers for one thread. */
  public RowBatch newBlock() {
    return new RowBatch(program);
  }
}
