package dev.almanac.compiled;

/**
 * Up to {@link #ROWS} rows of inputs and their answers, for one thread, used again and again:
 * {@link #begin}, set the inputs of each row, {@link #score}, read the answers. Inputs that are not
 * set are missing. Nothing is allocated after it was made.
 */
public final class RowBatch {
  /** The most rows in a block. */
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
   * Starts anew with rows whose inputs are all missing.
   *
   * @param rows 0 to {@link #ROWS}
   */
  public void begin(int rows) {
    if (rows < 0 || rows > ROWS) {
      throw new IllegalArgumentException("a block has 0 to " + ROWS + " rows, not " + rows);
    }
    program.begin(lanes, rows);
  }

  /** Sets a number. NaN is no number, and makes the row undecided if the input is looked at. */
  public void number(int input, int row, double value) {
    lanes.set(input, row, value);
  }

  /** Sets a text, given as a part of an array of UTF-8, which is not kept. */
  public void text(int input, int row, byte[] utf8, int offset, int length) {
    lanes.set(input, row, program.words().code(utf8, offset, length));
  }

  /** Sets a text by its code, see {@link CompiledModel#code}. */
  public void code(int input, int row, int code) {
    lanes.set(input, row, code);
  }

  /**
   * The numbers of an input, one a row, or the codes of its texts: to be written where setting one
   * at a time is too slow, and followed by {@link #missing(int, long)}.
   */
  public double[] values(int input) {
    return lanes.values[input];
  }

  /** Says which rows lack an input, one bit a row; all others have what {@link #values} holds. */
  public void missing(int input, long rows) {
    lanes.missing[input] = rows & lanes.live;
  }

  /** Takes an input back: it is missing. */
  public void missing(int input, int row) {
    lanes.unset(input, row);
  }

  /** Scores the rows. */
  public void score() {
    program.run(lanes);
  }

  /** How many rows there are. */
  public int rows() {
    return lanes.rows;
  }

  /** The rows with an answer, one bit a row from the lowest on. */
  public long answered() {
    return lanes.live & ~lanes.undecided & ~lanes.nothing;
  }

  /** The rows for which the model answers with nothing, one bit a row. */
  public long nothing() {
    return lanes.nothing & ~lanes.undecided;
  }

  /** The rows that the document itself has to be asked about, one bit a row. */
  public long undecided() {
    return lanes.undecided;
  }

  /** The answer of a row: an index among {@link CompiledModel#labels}. */
  public int label(int row) {
    return lanes.labels[row];
  }

  /** The answer of a row: a number, which may be infinite. */
  public double number(int row) {
    return lanes.numbers[row];
  }

  /** The probability of a label for a row. */
  public double probability(int row, int label) {
    return lanes.probabilities[row * program.labels().size() + label];
  }

  /**
   * The probabilities of all rows: those of row r begin at r times the number of labels, in the
   * order of {@link CompiledModel#labels}. The block's own array: to be read before the next {@link
   * #score}, and not to be changed.
   */
  public double[] probabilities() {
    return lanes.probabilities;
  }
}
