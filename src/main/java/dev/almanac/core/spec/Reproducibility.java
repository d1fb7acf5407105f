package dev.almanac.core.spec;

/** Reproducibility of a training on the same rows with the same seed. */
public enum Reproducibility {
  /** Bit-identical up to 4 million rows, with two concurrent tasks on any cluster. */
  EXACT("exact"),
  /** Equal up to rounding of sums, with all slots of the cluster. */
  STATISTICAL("statistical");

  private final String word;

  Reproducibility(String word) {
    this.word = word;
  }

  /** The name in job files. */
  public String word() {
    return word;
  }
}
