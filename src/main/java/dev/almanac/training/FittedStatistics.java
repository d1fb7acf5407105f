package dev.almanac.training;

import dev.almanac.core.spec.TrainSpec;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the stages before the estimator need to know of the training rows, besides the levels that
 * the signature has.
 *
 * @param standIns what stands in for a null, by numeric field that has such a policy
 * @param numbers scales and bounds, by numeric field
 * @param texts the terms that count, by text field
 */
record FittedStatistics(
    Map<String, Double> standIns, Map<String, NumberFit> numbers, Map<String, TextFit> texts) {
  static FittedStatistics of(Dataset<Row> train, long trainRows, TrainSpec spec) {
    Map<String, Double> standIns = ImputationValues.of(train, trainRows, spec.features());
    return new FittedStatistics(
        standIns,
        NumericStatistics.of(train, trainRows, spec.features(), standIns),
        VocabularyFitter.of(train, trainRows, spec.features()));
  }
}
