package dev.almanac.compiled;

/**
 * Reusable buffer of up to {@link #ROWS} rows of inputs and their answers: {@link #begin}, set the
 * inputs of each row, {@link #score}, read the answers. Inputs that are not set are missing.
 * Allocates nothing after construction. Not thread-safe.
 */
public final class RowBatch {
  /** The maximum number of rows in a batch. */
  public static final int ROWS = 64;

  private final Program program;
  private final VectorRegisters lanes;

  RowBatch(Program program) {
    this.program = program;
    this.lanes = program.newLanes();
  }

  VectorRegisters lanes() {
    return lanes;
  }

  /**
   * Starts a new batch of rows whose inputs are all missing.
   *
   * @param rows 0 to {@link #ROWS}
   */
  public void begin(int rows) {
    if (rows < 0 || rows > ROWS) {
      throw new IllegalArgumentException("a block has 0 to " + ROWS + " rows, not " + rows);
    }
    program.begin(lanes, rows);
  }

  /** Sets a number. NaN is invalid, and makes the row undecided if the model reads the input. */
  public void number(int input, int row, double value) {
    lanes.set(input, row, value);
  }

  /** Sets a text from a part of a UTF-8 array, which is not retained. */
  public void text(int input, int row, byte[] utf8, int offset, int length) {
    lanes.set(input, row, program.words().code(utf8, offset, length));
  }

  /** Sets a text by its code, see {@link CompiledModel#code}. */
  public void code(int input, int row, int code) {
    lanes.set(input, row, code);
  }

  /**
   * The array of an input's numbers or text codes, one per row. Faster than setting single values:
   * write the array, then call {@link #missing(int, long)}.
   */
  public double[] values(int input) {
    return lanes.values[input];
  }

  /**
   * Sets the rows that lack an input, one bit per row; all others have the value in {@link
   * #values}.
   */
  public void missing(int input, long rows) {
    lanes.missing[input] = rows & lanes.live;
  }

  /** Marks an input as missing. */
  public void missing(int input, int row) {
    lanes.unset(input, row);
  }

  /** Scores the rows. */
  public void score() {
    program.run(lanes);
  }

  /** The number of rows. */
  public int rows() {
    return lanes.rows;
  }

  /** The rows with an answer, one bit per row, the lowest bit first. */
  public long answered() {
    return lanes.live & ~lanes.undecided & ~lanes.nothing;
  }

  /** The rows for which the model's answer is missing, one bit per row. */
  public long nothing() {
    return lanes.nothing & ~lanes.undecided;
  }

  /** The rows that the document itself must score, one bit per row. */
  public long undecided() {
    return lanes.undecided;
  }

  /** The label of a row: an index among {@link CompiledModel#labels}. */
  public int label(int row) {
    return lanes.labels[row];
  }

  /** The number of a row, which may be infinite. */
  public double number(int row) {
    return lanes.numbers[row];
  }

  /** The probability of a label for a row. */
  public double probability(int row, int label) {
    return lanes.probabilities[row * program.labels().size() + label];
  }

  /**
   * The probabilities of all rows: those of row r begin at r times the number of labels, in the
   * order of {@link CompiledModel#labels}. This is the internal array: read it before the next
   * {@link #score}, and do not modify it.
   */
  public double[] probabilities() {
    return lanes.probabilities;
  }
}
