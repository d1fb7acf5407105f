package dev.almanac.pmml;

import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.DataField;
import org.dmg.pmml.Interval;
import org.dmg.pmml.MathContext;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Target;
import org.dmg.pmml.True;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.tree.LeafNode;
import org.dmg.pmml.tree.TreeModel;

/**
 * Corrects a converted model that computes in floats, so that it scores as the trained model does:
 *
 * <ul>
 *   <li>XGBoost fails at a number that exceeds the range of a float; the document would score it as
 *       infinite. Its fields get the range of floats, outside of which a row is rejected;
 *   <li>floats are summed in the order of training, which starts with the base score; the document
 *       would add it last, and another order rounds differently.
 * </ul>
 */
final class FloatModel {
  private FloatModel() {}

  /** Whether a model computes in floats. */
  static boolean is(Model model) {
    return model.getMathContext() == MathContext.FLOAT;
  }

  static void refine(PMML pmml, Signature signature) {
    for (Field input : signature.inputs()) {
      if (input.kind() == Field.Kind.NUMERIC) {
        pmml.requireDataDictionary().getDataFields().stream()
            .filter(field -> field.requireName().equals(input.name()))
            .forEach(FloatModel::bound);
      }
    }
    sumInOrder(PmmlRefinement.model(pmml));
  }

  private static void bound(DataField field) {
    field.addIntervals(
        new Interval(Interval.Closure.CLOSED_CLOSED)
            .setLeftMargin((double) -Float.MAX_VALUE)
            .setRightMargin((double) Float.MAX_VALUE));
  }

  private static void sumInOrder(Model model) {
    if (!(model instanceof MiningModel mining)) {
      return;
    }
    Segmentation segmentation = mining.requireSegmentation();
    List<Segment> segments = segmentation.requireSegments();
    segments.forEach(segment -> sumInOrder(segment.requireModel()));
    if (segmentation.requireMultipleModelMethod() != Segmentation.MultipleModelMethod.SUM
        || mining.getTargets() == null
        || segments.isEmpty()) {
      return;
    }
    List<Target> targets = mining.getTargets().requireTargets();
    if (targets.size() == 1) {
      Segment first = constant(targets.get(0).getRescaleConstant(), segments.get(0));
      List<Segment> ordered = new ArrayList<>(List.of(first));
      ordered.addAll(segments);
      segments.clear();
      segments.addAll(ordered);
      mining.setTargets(null);
    }
  }

  /** A tree of one leaf. A schema must name a field, so it names one of the neighbor's. */
  private static Segment constant(Number score, Segment neighbour) {
    MiningSchema schema = new MiningSchema();
    neighbour.requireModel().requireMiningSchema().getMiningFields().stream()
        .limit(1)
        .forEach(schema::addMiningFields);
    TreeModel tree =
        new TreeModel(MiningFunction.REGRESSION, schema, new LeafNode(score, True.INSTANCE));
    return new Segment(True.INSTANCE, tree.setMathContext(MathContext.FLOAT)).setId("0");
  }
}
