package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;
import org.dmg.pmml.tree.TreeModel.MissingValueStrategy;
import org.dmg.pmml.tree.TreeModel.NoTrueChildStrategy;

/**
 * Compiles a PMML tree, in which each child has a predicate of its own, into a binary tree of
 * splits. The predicates of children are tested in order; the second of two is omitted where it is
 * true whenever the first is not.
 */
final class TreeCompiler {
  /** The result of a row in the tree. */
  sealed interface Leaf {}

  /** A node with a score. */
  record Score(Node node) implements Leaf {}

  /** No result: the answer of the tree is missing. */
  record Nothing() implements Leaf {}

  /** A node without a score, for which PMML requires an error. */
  record Fault() implements Leaf {}

  private final Scope scope;
  private final TreeModel model;
  private final InputColumns columns;
  private final Optional<FastPathConditions> restrictions;
  private final TreeShape shape = new TreeShape();
  private final List<Leaf> leaves = new ArrayList<>();
  private int budget;

  /**
   * Compiles one tree.
   *
   * @param restrictions receives the conditions of the fast path; empty to compile the full path
   */
  TreeCompiler(Scope scope, InputColumns columns, Optional<FastPathConditions> restrictions) {
    this.scope = scope;
    this.model = (TreeModel) scope.model();
    this.columns = columns;
    this.restrictions = restrictions;
  }

  TreeShape compile() {
    Node root = model.requireNode();
    budget = 1_000 + 8 * count(root);
    Condition test = Conditions.compile(scope, root.requirePredicate());
    if (test instanceof Condition.Always always) {
      shape.root(always.is() ? build(root, TreePath.START) : leaf(new Nothing()));
    } else {
      int node = ask(test, false);
      shape.root(node);
      shape.children(node, build(root, TreePath.START), leaf(new Nothing()));
    }
    return shape;
  }

  List<Leaf> leaves() {
    return leaves;
  }

  private static int count(Node node) {
    int count = 1;
    if (node.hasNodes()) {
      for (Node child : node.getNodes()) {
        count += count(child);
      }
    }
    return count;
  }

  private int build(Node node, TreePath path) {
    if (node.getEmbeddedModel() != null) {
      throw new UnsupportedException("a model within a Node");
    }
    return node.hasNodes() ? children(node, 0, path) : leaf(scored(node));
  }

  private int children(Node node, int from, TreePath path) {
    List<Node> nodes = node.getNodes();
    if (from == nodes.size()) {
      return leaf(isLastPrediction(node) ? new Score(node) : new Nothing());
    }
    Node child = nodes.get(from);
    Condition test = Conditions.compile(scope, child.requirePredicate());
    if (test instanceof Condition.Always always) {
      return always.is() ? build(child, path) : children(node, from + 1, path);
    }
    if (!path.canBeUnknown(test)) {
      return split(node, from, path, test, false);
    }
    return switch (model.getMissingValueStrategy()) {
      case NONE -> split(node, from, path, test, false);
      case DEFAULT_CHILD -> byDefault(node, from, path, test);
      case NULL_PREDICTION -> stop(node, from, path, test, new Nothing());
      case LAST_PREDICTION -> stop(node, from, path, test, scored(node));
      default ->
          throw new UnsupportedException(
              "the missing value strategy '%s', at TreeModel"
                  .formatted(model.getMissingValueStrategy().value()));
    };
  }

  private int byDefault(Node node, int from, TreePath path, Condition test) {
    int defaultChild = defaultChild(node);
    if (defaultChild == from) {
      return split(node, from, path, test, true);
    }
    if (defaultChild > from && leadsTo(node, from, defaultChild, test)) {
      return split(node, from, path, test, false);
    }
    int requested = ask(new Condition.Unknown(test), false);
    int instead = build(node.getNodes().get(defaultChild), path);
    shape.children(requested, instead, split(node, from, path.known(test), test, false));
    return requested;
  }

  /**
   * Whether a row for which a test is unknown reaches a later child by taking the false branch of
   * each test before it.
   */
  private boolean leadsTo(Node node, int from, int to, Condition test) {
    if (test.looksAt().size() != 1) {
      return false;
    }
    int register = test.looksAt().get(0).register();
    for (int i = from + 1; i <= to; i++) {
      Condition next = Conditions.compile(scope, node.getNodes().get(i).requirePredicate());
      boolean same =
          next.canBeUnknown()
              && next.looksAt().size() == 1
              && next.looksAt().get(0).register() == register;
      boolean end = i == to && next instanceof Condition.Always always && always.is();
      if (!same && !end) {
        return false;
      }
    }
    return true;
  }

  private static int defaultChild(Node node) {
    Object required = node.requireDefaultChild();
    List<Node> nodes = node.getNodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node child = nodes.get(i);
      if (child == required || (child.getId() != null && child.getId().equals(required))) {
        return i;
      }
    }
    throw new UnsupportedException("a default child that is none, at Node");
  }

  /** Adds a split that ends in a leaf where the test is unknown. */
  private int stop(Node node, int from, TreePath path, Condition test, Leaf end) {
    if (restrictions.isPresent()) {
      restrictions.get().requirePresent(test);
      return split(node, from, path.present(test), test, false);
    }
    int requested = ask(new Condition.Unknown(test), false);
    int ended = leaf(end);
    shape.children(requested, ended, split(node, from, path.known(test), test, false));
    return requested;
  }

  private int split(Node node, int from, TreePath path, Condition test, boolean unknownIsYes) {
    int requested = ask(test, unknownIsYes);
    int yes = build(node.getNodes().get(from), path.after(test, true));
    shape.children(requested, yes, otherwise(node, from, path, test, unknownIsYes));
    return requested;
  }

  /** The subtree for rows for which the test is not true. */
  private int otherwise(Node node, int from, TreePath path, Condition test, boolean unknownIsYes) {
    TreePath rest = path.after(test, false);
    int next = from + 1;
    if (next < node.getNodes().size()) {
      Node child = node.getNodes().get(next);
      Condition other = Conditions.compile(scope, child.requirePredicate());
      boolean decided =
          unknownIsYes
              || !path.canBeUnknown(test)
              || (model.getMissingValueStrategy() == MissingValueStrategy.DEFAULT_CHILD
                  && defaultChild(node) == next);
      if (decided && follows(test, other, path, rest, isOdd(node, next + 1))) {
        return build(child, rest.after(other, true));
      }
    }
    return children(node, next, rest);
  }

  /**
   * Whether only a row with a value not seen in training can match none of the children before this
   * index.
   */
  private boolean isOdd(Node node, int child) {
    return child == node.getNodes().size() && !isLastPrediction(node);
  }

  private boolean isLastPrediction(Node node) {
    return model.getNoTrueChildStrategy() == NoTrueChildStrategy.RETURN_LAST_PREDICTION
        && node.hasScore();
  }

  /**
   * Whether a test is true wherever another one is false.
   *
   * @param odd whether a row for which neither is true may be left to the full path
   */
  private boolean follows(
      Condition test, Condition other, TreePath path, TreePath rest, boolean odd) {
    if (test instanceof Condition.Order one && other instanceof Condition.Order two) {
      return one.value().register() == two.value().register()
          && one.limit() == two.limit()
          && one.atMost() != two.atMost();
    }
    if (!(test instanceof Condition.Member one)
        || !(other instanceof Condition.Member two)
        || one.value().register() != two.value().register()) {
      return false;
    }
    if (one.in() != two.in() && one.codes().equals(two.codes())) {
      return true;
    }
    Optional<BitSet> left = rest.possible(one.value());
    Optional<BitSet> hits = rest.hits(two);
    if (path.possible(one.value()).isEmpty() || left.isEmpty() || hits.isEmpty()) {
      return false;
    }
    BitSet missed = (BitSet) left.get().clone();
    missed.andNot(hits.get());
    if (odd && !missed.isEmpty() && restrictions.isPresent()) {
      restrictions.get().exclude(one.value(), missed);
      return true;
    }
    return missed.isEmpty();
  }

  /** Adds a node that goes left where a test is true; its children are set later. */
  private int ask(Condition test, boolean unknownIsYes) {
    if (shape.size() >= budget) {
      throw new UnsupportedException(
          "a tree whose default children make it more than 8 times as large");
    }
    if (test instanceof Condition.Order order && order.atMost()) {
      return shape.add(
          columns.atMost(order.value().register(), order.limit(), !unknownIsYes), false);
    }
    if (test instanceof Condition.Order order) {
      return shape.add(columns.atMost(order.value().register(), order.limit(), unknownIsYes), true);
    }
    if (test instanceof Condition.Member member) {
      boolean missingIn = unknownIsYes == member.in();
      return shape.add(
          columns.within(member.value().register(), member.codes(), missingIn), !member.in());
    }
    Condition requested =
        unknownIsYes
            ? new Condition.Compound(Condition.Join.OR, List.of(new Condition.Unknown(test), test))
            : test;
    return shape.add(columns.holds(requested), false);
  }

  private static Leaf scored(Node node) {
    return node.hasScore() ? new Score(node) : new Fault();
  }

  private int leaf(Leaf leaf) {
    leaves.add(leaf);
    return TreeShape.leaf(leaves.size() - 1);
  }
}
