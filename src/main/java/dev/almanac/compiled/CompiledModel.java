package dev.almanac.compiled;

import dev.almanac.core.Signature;
import dev.almanac.pmml.PmmlModel;
import java.util.List;

/**
 * A PMML document as arrays: scores up to {@link RowBatch#ROWS} rows at a time and answers as
 * {@link PmmlModel#score} does, labels exactly and numbers to rounding. Immutable and safe for use
 * by many threads; each thread needs a {@link RowBatch} or {@link RowBatches} of its own.
 *
 * <p>Of some rows it only says that it cannot tell ({@link RowBatch#undecided}): those for which
 * the document asks for an error, such as a value outside of its field's range. Whether it comes to
 * that error depends on which fields are looked at on the way, so the document itself has to be
 * asked about such a row.
 */
public final class CompiledModel {
  private final Program program;

  CompiledModel(Program program) {
    this.program = program;
  }

  /**
   * Compiles a document. Takes time and memory in proportion to its size.
   *
   * @param pmml the document, read and screened
   * @param signature whether an input comes as number or text, and the labels in the order wanted
   */
  public static CompileResult compile(PmmlModel pmml, Signature signature) {
    return Compiler.compile(pmml, signature);
  }

  /** The fields a row must have; their indexes here are the inputs of a {@link RowBatch}. */
  public List<String> inputs() {
    return program.inputs();
  }

  /** Whether an input is set by {@link RowBatch#text} or {@link RowBatch#code}, not by a number. */
  public boolean isText(int input) {
    return program.isText(input);
  }

  /** The labels that {@link RowBatch#label} counts from 0; empty for a number. */
  public List<String> labels() {
    return program.labels();
  }

  /** Whether there are probabilities beside a label. */
  public boolean hasProbabilities() {
    return program.hasProbabilities();
  }

  /**
   * The code of a text, for {@link RowBatch#code}: worth asking for once where the same text comes
   * again and again, as in a dictionary-encoded column. All texts that the document does not
   * mention have code 0.
   */
  public int code(byte[] utf8, int offset, int length) {
    return program.words().code(utf8, offset, length);
  }

  /** Memory that the model itself takes, in bytes; an estimate from the length of its arrays. */
  public long modelBytes() {
    return program.modelBytes();
  }

  /** Blocks that are scored together, for one thread; the faster way where there are many rows. */
  public RowBatches newBlocks() {
    return new RowBatches(program);
  }

  /** Rows and answers for one thread. */
  public RowBatch newBlock() {
    return new RowBatch(program);
  }
}
