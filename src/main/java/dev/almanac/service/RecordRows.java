package dev.almanac.service;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Storage for the values of records: numbers packed, texts unchanged. Not thread-safe. */
final class RecordRows {
  /** JSON has no NaN, so NaN encodes a missing number. */
  private static final double MISSING = Double.NaN;

  private final int[] slots;
  private final boolean[] isNumber;
  private final int numbersPerRow;
  private final List<double[]> numbers = new ArrayList<>();
  private final List<@Nullable String[]> texts = new ArrayList<>();

  /**
   * @param isNumber by field
   */
  RecordRows(boolean[] isNumber) {
    this.isNumber = isNumber;
    this.slots = new int[isNumber.length];
    int ofNumbers = 0;
    int ofTexts = 0;
    for (int f = 0; f < slots.length; f++) {
      slots[f] = isNumber[f] ? ofNumbers++ : ofTexts++;
    }
    this.numbersPerRow = ofNumbers;
  }

  int size() {
    return numbers.size();
  }

  /** Starts a record without values. */
  void add() {
    double[] row = new double[numbersPerRow];
    java.util.Arrays.fill(row, MISSING);
    numbers.add(row);
    texts.add(new String[isNumber.length - numbersPerRow]);
  }

  void put(int field, double value) {
    numbers.get(size() - 1)[slots[field]] = value;
  }

  void put(int field, String value) {
    texts.get(size() - 1)[slots[field]] = value;
  }

  boolean isMissing(int row, int field) {
    return isNumber[field] ? Double.isNaN(number(row, field)) : text(row, field) == null;
  }

  double number(int row, int field) {
    return numbers.get(row)[slots[field]];
  }

  @Nullable String text(int row, int field) {
    return isNumber[field] ? Double.toString(number(row, field)) : texts.get(row)[slots[field]];
  }
}
