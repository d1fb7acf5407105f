package dev.almanac.files;

/** What the operator says about who writes a store. */
public enum WriterPolicy {
  /** Any number of processes may write at once: only a store with exclusive create will do. */
  MANY,
  /**
   * The operator's word that one process at a time writes. A store without exclusive create is then
   * written with a check before each create, which guards against accidents and not against races.
   */
  SINGLE_DECLARED
}
