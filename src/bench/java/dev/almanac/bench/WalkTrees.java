package dev.almanac.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * Made-up trees as PMML: numbers x0, x1, ... and texts k0, k1, ... in a range that splits halve
 * about evenly, so that no processor can foresee which way a row goes. The same seed makes the same
 * trees.
 */
final class WalkTrees {
  /** How a child says which rows it takes. */
  enum Split {
    /** A number at most a limit, or above it. */
    NUMBER,
    /** A text that is one level, or any other: what one-hot columns become. */
    LEVEL,
    /** A text among half of some levels that come at random, or among the others. */
    SET
  }

  private final Random random;
  private final int numbers;
  private final int levels;
  private final String strategy;
  private final StringBuilder out = new StringBuilder();
  private final double[] low;
  private final double[] high;
  private int nodes;

  /**
   * @param numbers how many inputs are numbers
   * @param levels how many texts the input k0 can be
   * @param strategy PMML's missingValueStrategy
   */
  WalkTrees(long seed, int numbers, int levels, String strategy) {
    this.random = new Random(seed);
    this.numbers = numbers;
    this.levels = levels;
    this.strategy = strategy;
    this.low = new double[numbers];
    this.high = new double[numbers];
  }

  /** One tree that fills its levels. */
  String tree(int depth, Split split, boolean label) {
    out.setLength(0);
    nodes = 0;
    Arrays.fill(low, 0);
    Arrays.fill(high, 1);
    out.append("<TreeModel functionName=\"").append(label ? "classification" : "regression");
    out.append("\" missingValueStrategy=\"").append(strategy);
    out.append("\" splitCharacteristic=\"binarySplit\">");
    out.append("<MiningSchema>").append(fields()).append("</MiningSchema>");
    node("<True/>", depth, split, label);
    return out.append("</TreeModel>").toString();
  }

  /** The mining fields of the inputs. */
  String fields() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < numbers; i++) {
      fields.append("<MiningField name=\"x").append(i).append("\"/>");
    }
    return levels == 0 ? fields.toString() : fields.append("<MiningField name=\"k0\"/>").toString();
  }

  private void node(String predicate, int depth, Split split, boolean label) {
    if (depth == 0) {
      leaf(predicate, label);
      return;
    }
    if (split == Split.NUMBER || random.nextInt(4) == 0) {
      byNumber(predicate, depth, split, label);
      return;
    }
    split(predicate, depth);
    if (split == Split.LEVEL) {
      String test = "<SimplePredicate field=\"k0\" operator=\"%s\" value=\"level %d\"/>";
      int level = random.nextInt(levels);
      node(test.formatted("equal", level), depth - 1, split, label);
      node(test.formatted("notEqual", level), depth - 1, split, label);
    } else {
      StringBuilder in = new StringBuilder();
      StringBuilder not = new StringBuilder();
      for (int level = 0; level < levels; level++) {
        (random.nextBoolean() ? in : not).append("\"level ").append(level).append("\" ");
      }
      String test =
          "<SimpleSetPredicate field=\"k0\" booleanOperator=\"isIn\"><Array type=\"string\">%s</Array></SimpleSetPredicate>";
      node(test.formatted(in), depth - 1, split, label);
      node(test.formatted(not), depth - 1, split, label);
    }
    out.append("</Node>");
  }

  private void byNumber(String predicate, int depth, Split split, boolean label) {
    int field = random.nextInt(numbers);
    double from = low[field];
    double to = high[field];
    double limit = from + (to - from) * (0.4 + 0.2 * random.nextDouble());
    String test =
        "<SimplePredicate field=\"x" + field + "\" operator=\"%s\" value=\"" + limit + "\"/>";
    split(predicate, depth);
    high[field] = limit;
    node(test.formatted("lessOrEqual"), depth - 1, split, label);
    high[field] = to;
    low[field] = limit;
    node(test.formatted("greaterThan"), depth - 1, split, label);
    low[field] = from;
    out.append("</Node>");
  }

  /** Begins a node whose default child is either; children are numbered after their parents. */
  private void split(String predicate, int depth) {
    int first = ++nodes;
    out.append("<Node id=\"").append(first - 1).append('"');
    if (strategy.equals("defaultChild")) {
      int second = first + (1 << depth) - 1;
      out.append(" defaultChild=\"").append(random.nextBoolean() ? first : second).append('"');
    }
    out.append('>').append(predicate);
  }

  private void leaf(String predicate, boolean label) {
    if (label) {
      double yes = random.nextDouble();
      out.append("<Node id=\"").append(nodes++).append("\" score=\"");
      out.append(yes > 0.5 ? "yes" : "no").append("\">").append(predicate);
      out.append("<ScoreDistribution value=\"no\" recordCount=\"").append(1 - yes);
      out.append("\"/><ScoreDistribution value=\"yes\" recordCount=\"").append(yes);
      out.append("\"/></Node>");
    } else {
      out.append("<Node id=\"").append(nodes++).append("\" score=\"");
      out.append(random.nextGaussian() / 10).append("\">");
      out.append(predicate).append("</Node>");
    }
  }
}
