package dev.almanac.core.spec;

/** How alike two trainings on the same rows, with the same seed, are. */
public enum Reproducibility {
  /** The same to the last bit up to 4 million rows, on two tasks at a time on any cluster. */
  EXACT("exact"),
  /** Equal up to the rounding of sums, on all slots of the cluster. */
  STATISTICAL("statistical");

  private final String word;

  Reproducibility(String word) {
    this.word = word;
  }

  /** The word in job files. */
  public String word() {
    return word;
  }
}
