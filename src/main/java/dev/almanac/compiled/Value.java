package dev.almanac.compiled;

import java.util.BitSet;
import java.util.Optional;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;

/**
 * What is known of a register while a document is compiled.
 *
 * @param register where it stands
 * @param type the type that PMML gives it; a text is held as its code, truth as 1 or 0
 * @param op how PMML lets it be compared
 * @param nullable whether it can be missing
 * @param flagged whether it can carry PMML's mark of an invalid value that was let through
 * @param words for a text, the codes it can have; empty if it can be any text at all
 * @param literal for a constant, what stands in the document
 */
record Value(
    int register,
    DataType type,
    OpType op,
    boolean nullable,
    boolean flagged,
    Optional<BitSet> words,
    Optional<Object> literal) {
  static Value of(int register, DataType type, OpType op, boolean nullable) {
    return new Value(register, type, op, nullable, false, Optional.empty(), Optional.empty());
  }

  boolean isText() {
    return type == DataType.STRING;
  }

  boolean isTruth() {
    return type == DataType.BOOLEAN;
  }

  boolean isNumber() {
    return type == DataType.DOUBLE || type == DataType.FLOAT || type == DataType.INTEGER;
  }

  /** Whether PMML lets it be compared by order as a number. */
  boolean isOrdered() {
    return isNumber() && op == OpType.CONTINUOUS;
  }

  Value as(DataType newType, OpType newOp) {
    return new Value(
        register, newType, newOp, nullable, flagged && newType == type, words, literal);
  }

  Value withWords(BitSet possible) {
    return new Value(register, type, op, nullable, flagged, Optional.of(possible), literal);
  }

  Value withLiteral(Object constant) {
    return new Value(register, type, op, nullable, flagged, words, Optional.of(constant));
  }

  Value withFlag() {
    return new Value(register, type, op, nullable, true, words, literal);
  }
}
