package dev.almanac.compiled;

/** Normalizes the outputs of a layer of neurons to a sum of 1. */
final class NormalizedLayer implements Step {
  private final Normalizer normalizer;
  private final int[] neurons;

  NormalizedLayer(Normalizer normalizer, int[] neurons) {
    this.normalizer = normalizer;
    this.neurons = neurons;
  }

  @Override
  public void run(VectorRegisters lanes) {
    long failed = LinearLabels.normalize(lanes, normalizer, neurons, false);
    for (long left = failed; left != 0; left &= left - 1) {
      for (int neuron : neurons) {
        lanes.values[neuron][Long.numberOfTrailingZeros(left)] = Double.NaN;
      }
    }
  }
}
