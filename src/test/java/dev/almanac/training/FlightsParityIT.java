package dev.almanac.training;

import org.junit.jupiter.api.Tag;

/** The parity matrix on real flights. */
@Tag("slow")
class FlightsParityIT extends ParityMatrix {
  FlightsParityIT() {
    super(ParityTable.flights());
  }
}
