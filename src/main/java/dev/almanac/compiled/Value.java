package dev.almanac.compiled;

import java.util.BitSet;
import java.util.Optional;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;

/**
 * Compile-time description of a register.
 *
 * @param register its index
 * @param type the PMML type; a text is held as its code, a boolean as 1 or 0
 * @param op the operational type
 * @param nullable whether it can be missing
 * @param flagged whether it can carry PMML's mark of an invalid value that was accepted
 * @param words for a text, the codes that it can have; empty if any text is possible
 * @param literal for a constant, the literal of the document
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

  /** Whether PMML permits ordered comparison as a number. */
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
