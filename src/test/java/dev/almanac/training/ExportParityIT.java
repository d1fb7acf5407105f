package dev.almanac.training;

import dev.almanac.core.Signature;
import dev.almanac.scoring.Probe;
import java.util.OptionalDouble;

/**
 * The parity matrix on a made-up table with each treatment of missing and unseen values; the
 * documents answer in another vendor's evaluator as well.
 */
class ExportParityIT extends ParityMatrix {
  ExportParityIT() {
    super(ParityTable.made());
  }

  @Override
  OptionalDouble largestDifferenceElsewhere(
      ParityCase one, Signature signature, Probe probe, double bound, byte[] pmml) {
    return OptionalDouble.of(new OtherVendor(one, signature, probe, bound).compare(pmml));
  }
}
