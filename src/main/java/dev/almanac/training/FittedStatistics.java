package dev.almanac.training;

import dev.almanac.core.spec.TrainSpec;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Statistics of the training rows that the feature stages need, other than the signature's levels.
 *
 * @param standIns imputation values by numeric field, for policies that impute
 * @param numbers scales and bounds by numeric field
 * @param texts vocabularies by text field
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
