package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the tests of a forest's splits while its trees are compiled, and reduces each to "column
 * at most limit" with columns of 16 bits. A number becomes its rank among the limits that it is
 * compared with; a set of categories becomes a column of 0 (member) and 1. The direction of a
 * missing value is part of the column, so that no split handles missing values.
 */
final class InputColumns {
  /** The rank of a missing value that goes to the right: above every limit. */
  static final int ABOVE = 0xffff;

  private static final int MOST_COLUMNS = 0xffff;

  /** Maximum number of limits of a column, whose ranks stay below {@link #ABOVE}. */
  private static final int MOST_LIMITS = 0xfffe;

  /**
   * A test whose column is not numbered yet.
   *
   * @param column its index among all tests
   * @param limit the limit of a number; unused for others
   */
  record Question(int column, double limit) {}

  private record NumberKey(int register, boolean missingAbove) {}

  private record SetKey(int register, BitSet codes, boolean missingIn) {
    /** The hash code of a BitSet is nearly the same for many sets of one element. */
    @Override
    public int hashCode() {
      long hash = register * 2L + (missingIn ? 1 : 0);
      for (long word : codes.toLongArray()) {
        hash = (hash ^ word) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
      }
      return (int) hash;
    }
  }

  private final Map<Object, Integer> indexes = new LinkedHashMap<>();
  private final Map<Integer, TreeSet<Double>> limits = new HashMap<>();
  private final Map<Integer, Condition> masks = new HashMap<>();
  private final Set<Integer> looksAt = new HashSet<>();

  /**
   * Whether a number is at most a limit.
   *
   * @param missingAbove whether a missing number counts as above the limit
   */
  Question atMost(int register, double limit, boolean missingAbove) {
    looksAt.add(register);
    int column = index(new NumberKey(register, missingAbove));
    limits.computeIfAbsent(column, key -> new TreeSet<>()).add(limit);
    return new Question(column, limit);
  }

  /**
   * Whether a text is in a set.
   *
   * @param missingIn whether a missing text counts as a member
   */
  Question within(int register, BitSet codes, boolean missingIn) {
    looksAt.add(register);
    return new Question(index(new SetKey(register, codes, missingIn)), 0);
  }

  /** Whether a condition is true. */
  Question holds(Condition test) {
    test.looksAt().forEach(value -> looksAt.add(value.register()));
    int column = index(test);
    masks.put(column, test);
    return new Question(column, 0);
  }

  /** The registers that all tests read. */
  int[] looksAt() {
    return looksAt.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private int index(Object key) {
    return indexes.computeIfAbsent(key, added -> indexes.size());
  }

  /** Numbers the columns in the layout of {@link SplitColumns}. */
  SplitColumns layout(int words) {
    List<Object> keys = new ArrayList<>(indexes.keySet());
    Map<Integer, List<Integer>> setsByRegister = new LinkedHashMap<>();
    int[] places = new int[keys.size()];
    double[][] sorted = new double[keys.size()][];
    List<SplitColumns.Numbers> numbers = new ArrayList<>();
    int next = 0;
    for (int column = 0; column < places.length; column++) {
      if (keys.get(column) instanceof NumberKey key) {
        sorted[column] =
            limits.getOrDefault(column, new TreeSet<>()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (sorted[column].length > MOST_LIMITS) {
          throw new UnsupportedException(
              String.format(
                  Locale.ROOT, "more than %d limits of one number in a forest", MOST_LIMITS));
        }
        places[column] = next;
        numbers.add(
            new SplitColumns.Numbers(key.register(), next, sorted[column], key.missingAbove()));
        next++;
      } else if (keys.get(column) instanceof SetKey key) {
        setsByRegister.computeIfAbsent(key.register(), added -> new ArrayList<>()).add(column);
      }
    }
    requireColumns(keys.size());
    List<SplitColumns.Sets> sets = new ArrayList<>();
    for (Map.Entry<Integer, List<Integer>> entry : setsByRegister.entrySet()) {
      sets.add(sets(entry.getKey(), entry.getValue(), keys, next, words));
      for (int column : entry.getValue()) {
        places[column] = next++;
      }
    }
    List<SplitColumns.Mask> tests = new ArrayList<>();
    for (int column = 0; column < places.length; column++) {
      Condition test = masks.get(column);
      if (test != null) {
        places[column] = next;
        tests.add(new SplitColumns.Mask(test, next++));
      }
    }
    return new SplitColumns(Math.max(1, next), places, sorted, numbers, sets, tests);
  }

  private static void requireColumns(int count) {
    if (count > MOST_COLUMNS) {
      throw new UnsupportedException(
          String.format(Locale.ROOT, "more than %d different questions in a forest", MOST_COLUMNS));
    }
  }

  /**
   * The columns of a category, at most {@link #MOST_COLUMNS}. Texts that are members of the same
   * sets share one copy of the cells.
   */
  private static SplitColumns.Sets sets(
      int register, List<Integer> columns, List<Object> keys, int first, int words) {
    Map<List<Integer>, Integer> distinct = new HashMap<>();
    List<char[]> rows = new ArrayList<>();
    int[] byWord = new int[words + 1];
    int[][] members = new int[words + 1][];
    int[] counts = new int[words + 1];
    for (int i = 0; i < columns.size(); i++) {
      SetKey key = (SetKey) keys.get(columns.get(i));
      int column = i;
      key.codes().stream()
          .forEach(code -> members[code] = with(members[code], counts, code, column));
      if (key.missingIn()) {
        members[words] = with(members[words], counts, words, i);
      }
    }
    for (int word = 0; word <= words; word++) {
      int[] in = members[word] == null ? new int[0] : Arrays.copyOf(members[word], counts[word]);
      List<Integer> identity = Arrays.stream(in).boxed().toList();
      Integer known = distinct.get(identity);
      if (known == null) {
        known = rows.size();
        distinct.put(identity, known);
        char[] zeros = new char[in.length];
        for (int k = 0; k < in.length; k++) {
          zeros[k] = (char) in[k];
        }
        rows.add(zeros);
      }
      byWord[word] = known;
    }
    return SplitColumns.Sets.of(register, first, columns.size(), byWord, rows);
  }

  private static int[] with(
      int @org.jspecify.annotations.Nullable [] list, int[] counts, int word, int column) {
    int[] grown = list == null ? new int[4] : list;
    if (counts[word] == grown.length) {
      grown = Arrays.copyOf(grown, grown.length * 2);
    }
    grown[counts[word]++] = column;
    return grown;
  }
}
