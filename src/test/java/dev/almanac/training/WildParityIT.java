package dev.almanac.training;

import org.junit.jupiter.api.Tag;

/** The parity matrix on a table as bad as tables get. */
@Tag("slow")
class WildParityIT extends ParityMatrix {
  WildParityIT() {
    super(ParityTable.wild());
  }
}
