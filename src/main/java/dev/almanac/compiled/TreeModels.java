package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MathContext;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OpType;
import org.dmg.pmml.ScoreDistribution;
import org.dmg.pmml.mining.Segmentation.MissingPredictionTreatment;
import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;
import org.dmg.pmml.tree.Node;

/** Compiles single trees, and ensembles all of whose segments are trees. */
final class TreeModels {
  /** A target that leaves numbers unchanged. */
  static final Target PLAIN =
      new Target(Optional.empty(), DataType.DOUBLE, OpType.CONTINUOUS, List.of(), Optional.empty());

  private final Compiler compiler;
  private final Scope scope;
  private final List<Scope> trees;
  private final ForestRun.Pending forest;
  private final boolean hasFaults;
  private final boolean nullable;

  /**
   * Compiles trees of one model.
   *
   * @param scope the model that has the answer: the ensemble, or the tree itself
   */
  private TreeModels(Scope scope, List<Scope> trees) {
    this.compiler = scope.compiler();
    this.scope = scope;
    this.trees = trees;
    this.forest = new ForestRun.Pending(compiler, trees);
    boolean faults = false;
    boolean nothings = false;
    for (List<TreeCompiler.Leaf> leaves : forest.leaves()) {
      for (TreeCompiler.Leaf leaf : leaves) {
        faults |= leaf instanceof TreeCompiler.Fault;
        nothings |= leaf instanceof TreeCompiler.Nothing;
      }
    }
    // A number that is not a value of the target's type is a fault, too.
    this.hasFaults =
        faults || trees.stream().anyMatch(tree -> tree.target().type() == DataType.INTEGER);
    this.nullable = nothings;
  }

  /** Compiles a single tree. */
  static Result single(Scope tree) {
    TreeModels models = new TreeModels(tree, List.of(tree));
    if (tree.model().requireMiningFunction() == MiningFunction.REGRESSION) {
      return models.number(new Combination(MultipleModelMethod.SUM, List.of(1.0), false), PLAIN);
    }
    return models.label(
        ForestLabel.Choice.LEAF, new Combination(MultipleModelMethod.SUM, List.of(1.0), false));
  }

  /** The numbers of an ensemble of trees. */
  static Result numbers(Scope ensemble, List<Scope> trees, Combination combination) {
    return new TreeModels(ensemble, trees).number(combination, ensemble.target());
  }

  /** The average probabilities of an ensemble of trees. */
  static Result probabilities(Scope ensemble, List<Scope> trees, Combination combination) {
    return new TreeModels(ensemble, trees).label(ForestLabel.Choice.MOST_PROBABLE, combination);
  }

  /** The votes of an ensemble of trees. */
  static Result votes(
      Scope ensemble,
      List<Scope> trees,
      Combination combination,
      MissingPredictionTreatment treatment) {
    return new TreeModels(ensemble, trees).vote(combination, treatment);
  }

  private Result number(Combination combination, Target target) {
    List<Target> targets = trees.stream().map(Scope::target).toList();
    List<Boolean> floats = trees.stream().map(TreeModels::isOfFloats).toList();
    int to = compiler.register();
    int sums = compiler.scratch(() -> new double[RowBatch.ROWS]);
    compiler.add(
        words ->
            new ForestNumber(
                forest.makeSums(
                    words.texts().size(),
                    (leaf, tree, result, at) ->
                        result[at] =
                            combination.share(
                                tree, score(leaf, targets.get(tree), floats.get(tree))),
                    1,
                    combination.floats()),
                to,
                sums,
                combination.floats(),
                combination.divisor(),
                target,
                hasFaults));
    return new Result.Numeric(Value.of(to, scope.target().type(), OpType.CONTINUOUS, nullable));
  }

  private static double score(TreeCompiler.Leaf leaf, Target target, boolean floats) {
    if (!(leaf instanceof TreeCompiler.Score score)) {
      return Double.NaN;
    }
    Object result = score.node().getScore();
    try {
      double number =
          floats && result instanceof String text ? Float.parseFloat(text) : Types.number(result);
      return target.apply(Target.round(number, floats), floats);
    } catch (NumberFormatException e) {
      throw new UnsupportedException("a score that is no number, at Node");
    }
  }

  private Result label(ForestLabel.Choice choice, Combination combination) {
    Labels labels = new Labels();
    boolean probable = labels.collect(choice == ForestLabel.Choice.LEAF);
    if (!probable && choice == ForestLabel.Choice.MOST_PROBABLE) {
      throw new UnsupportedException("an average of trees without probabilities");
    }
    List<String> names = List.copyOf(labels.names);
    int[] probabilities = registers(probable ? names.size() : 0);
    int to = compiler.register();
    int lead = choice.lead();
    int size = probabilities.length + lead;
    int sums = compiler.scratch(() -> new double[RowBatch.ROWS * size]);
    boolean floats = isOfFloats(scope);
    compiler.add(
        words ->
            new ForestLabel(
                forest.makeSums(
                    words.texts().size(),
                    (leaf, tree, result, at) ->
                        labels.write(leaf, tree, combination, result, at, lead),
                    size,
                    floats),
                choice,
                to,
                probabilities,
                sums,
                floats,
                combination.divisor(),
                hasFaults,
                labels.ordered));
    return new Result.Label(names, to, list(probabilities), nullable);
  }

  private Result vote(Combination combination, MissingPredictionTreatment treatment) {
    Labels labels = new Labels();
    labels.collect(true);
    List<String> names = List.copyOf(labels.names);
    int[] probabilities = registers(names.size());
    int to = compiler.register();
    int space = compiler.scratch(() -> new ForestVote.Space(names.size()));
    boolean weighted = combination.method() == MultipleModelMethod.WEIGHTED_MAJORITY_VOTE;
    double[] weights =
        combination.weights().stream()
            .mapToDouble(weight -> weighted ? combination.round(weight) : 1)
            .toArray();
    compiler.add(
        words ->
            new ForestVote(
                forest.make(
                    words.texts().size(),
                    (leaf, tree, result, at) -> result[at] = labels.index(leaf, tree),
                    1),
                to,
                probabilities,
                space,
                weights,
                combination.floats(),
                treatment == MissingPredictionTreatment.RETURN_MISSING,
                hasFaults));
    return new Result.Label(names, to, list(probabilities), nullable);
  }

  private int[] registers(int count) {
    int[] registers = new int[count];
    Arrays.setAll(registers, i -> compiler.register());
    return registers;
  }

  private static List<Integer> list(int[] registers) {
    return Arrays.stream(registers).boxed().toList();
  }

  static boolean isOfFloats(Scope scope) {
    return scope.model().getMathContext() == MathContext.FLOAT;
  }

  /** The labels of the leaves, in the order in which PMML's evaluator encounters them. */
  private final class Labels {
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Target> targets = trees.stream().map(Scope::target).toList();

    /** Whether every leaf lists its probabilities in this order. */
    private boolean ordered = true;

    /**
     * Collects the labels of all leaves.
     *
     * @param choices whether the labels that leaves choose are included
     * @return whether all leaves have probabilities
     */
    boolean collect(boolean choices) {
      int probable = 0;
      int improbable = 0;
      for (int tree = 0; tree < trees.size(); tree++) {
        for (TreeCompiler.Leaf leaf : forest.leaves().get(tree)) {
          if (leaf instanceof TreeCompiler.Score score) {
            probable += score.node().hasScoreDistributions() ? 1 : 0;
            improbable += score.node().hasScoreDistributions() ? 0 : 1;
            collect(score.node(), targets.get(tree), choices);
          }
        }
      }
      if (probable > 0 && improbable > 0) {
        throw new UnsupportedException("leaves of which only some tell probabilities, at Node");
      }
      return probable > 0;
    }

    private void collect(Node node, Target target, boolean choices) {
      List<String> own = new ArrayList<>();
      if (node.hasScoreDistributions()) {
        for (ScoreDistribution share : node.getScoreDistributions()) {
          own.add(target.label(share.requireValue()));
        }
      }
      own.forEach(this::add);
      if (choices) {
        add(target.label(node.requireScore()));
      }
      ordered &= own.isEmpty() || own.equals(names);
    }

    private void add(String label) {
      if (places.putIfAbsent(label, names.size()) == null) {
        names.add(label);
      }
    }

    private int place(String label) {
      return Objects.requireNonNull(places.get(label));
    }

    double index(TreeCompiler.Leaf leaf, int tree) {
      if (!(leaf instanceof TreeCompiler.Score score)) {
        return Double.NaN;
      }
      String label = targets.get(tree).label(score.node().requireScore());
      return places.getOrDefault(label, -1);
    }

    /**
     * Writes the label of a leaf, if required, and the probability of each label; the first number
     * is NaN if the leaf has no answer.
     */
    void write(
        TreeCompiler.Leaf leaf,
        int tree,
        Combination combination,
        double[] result,
        int at,
        int lead) {
      double index = index(leaf, tree);
      if (lead == 1 || Double.isNaN(index)) {
        result[at] = index;
      }
      if (!(leaf instanceof TreeCompiler.Score score) || !score.node().hasScoreDistributions()) {
        return;
      }
      boolean floats = isOfFloats(trees.get(tree));
      List<ScoreDistribution> shares = score.node().getScoreDistributions();
      boolean probabilities = shares.get(0).getProbability() != null;
      double sum = 0;
      for (ScoreDistribution share : shares) {
        sum = Target.round(sum + share(share, probabilities, floats), floats);
      }
      for (ScoreDistribution share : shares) {
        double part = share(share, probabilities, floats);
        double normal = sum == 1 ? part : Target.round(part / sum, floats);
        String label = targets.get(tree).label(share.requireValue());
        result[at + lead + place(label)] = combination.share(tree, normal);
      }
      if (sum == 0) {
        // The total is 0: PMML rejects the row.
        throw new UnsupportedException("a leaf whose probabilities sum to 0, at Node");
      }
    }

    private static double share(ScoreDistribution share, boolean probability, boolean floats) {
      Number number = probability ? share.requireProbability() : share.requireRecordCount();
      return Target.round(number.doubleValue(), floats);
    }
  }
}
