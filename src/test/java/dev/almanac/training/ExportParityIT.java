package dev.almanac.training;

/** The parity matrix on a made-up table with each treatment of missing and unseen values. */
class ExportParityIT extends ParityMatrix {
  ExportParityIT() {
    super(ParityTable.made());
  }
}
