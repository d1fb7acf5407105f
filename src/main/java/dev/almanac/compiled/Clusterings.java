package dev.almanac.compiled;

import dev.almanac.pmml.PmmlContent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.dmg.pmml.CityBlock;
import org.dmg.pmml.CompareFunction;
import org.dmg.pmml.ComparisonMeasure;
import org.dmg.pmml.Euclidean;
import org.dmg.pmml.Measure;
import org.dmg.pmml.SquaredEuclidean;
import org.dmg.pmml.clustering.Cluster;
import org.dmg.pmml.clustering.ClusteringField;
import org.dmg.pmml.clustering.ClusteringModel;

/** Compiles ClusteringModel: assigns each row to the nearest of some centers. */
final class Clusterings {
  private Clusterings() {}

  static Result compile(Scope scope) {
    ClusteringModel model = (ClusteringModel) scope.model();
    Compiler compiler = scope.compiler();
    if (model.requireModelClass() != ClusteringModel.ModelClass.CENTER_BASED
        || model.getCenterFields() != null
        || model.getMissingValueWeights() != null
        || TreeModels.isOfFloats(scope)) {
      throw new UnsupportedException(
          "a clustering by other than plain centres, at ClusteringModel");
    }
    ComparisonMeasure measure = model.requireComparisonMeasure();
    List<ClusteringField> fields = model.requireClusteringFields();
    int[] from = new int[fields.size()];
    double[] weights = new double[from.length];
    for (int i = 0; i < from.length; i++) {
      ClusteringField field = fields.get(i);
      CompareFunction compare =
          field.getCompareFunction() == null
              ? measure.getCompareFunction()
              : field.getCompareFunction();
      if (compare != CompareFunction.ABS_DIFF
          || field.getCenterField() != ClusteringField.CenterField.TRUE) {
        throw new UnsupportedException(
            "the comparison '%s', at ClusteringField".formatted(compare.value()));
      }
      Value value = scope.resolve(field.requireField());
      if (value.isText()) {
        throw new UnsupportedException("a text as a number, at ClusteringField");
      }
      from[i] = value.register();
      weights[i] = field.getFieldWeight() == null ? 1 : field.getFieldWeight().doubleValue();
    }
    double[][] centres = centres(model, from.length);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < centres.length; i++) {
      Object id = model.requireClusters().get(i).getId();
      labels.add(id == null ? String.valueOf(i + 1) : String.valueOf(id));
    }
    Nearest.Distance distance = distance(measure.requireMeasure());
    int to = compiler.register();
    int space = compiler.scratch(() -> new Nearest.Space());
    compiler.add(words -> new Nearest(from, weights, centres, distance, space, to));
    return new Result.Label(List.copyOf(labels), to, List.of(), false);
  }

  private static Nearest.Distance distance(Measure measure) {
    if (measure instanceof Euclidean) {
      return Nearest.Distance.EUCLIDEAN;
    }
    if (measure instanceof SquaredEuclidean) {
      return Nearest.Distance.SQUARED;
    }
    if (measure instanceof CityBlock) {
      return Nearest.Distance.CITY_BLOCK;
    }
    throw new UnsupportedException(
        "the measure %s, at ComparisonMeasure".formatted(measure.getClass().getSimpleName()));
  }

  private static double[][] centres(ClusteringModel model, int size) {
    List<Cluster> clusters = model.requireClusters();
    double[][] centres = new double[clusters.size()][];
    for (int i = 0; i < centres.length; i++) {
      Collection<?> items = PmmlContent.items(clusters.get(i).requireArray());
      centres[i] = items.stream().mapToDouble(Types::number).toArray();
      if (centres[i].length != size) {
        throw new UnsupportedException("a centre of another dimension, at Cluster");
      }
    }
    return centres;
  }
}
