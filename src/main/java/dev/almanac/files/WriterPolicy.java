package dev.almanac.files;

/** The operator's guarantee about concurrent writers of a store. */
public enum WriterPolicy {
  /** Any number of concurrent writers: requires a store with exclusive create. */
  MANY,
  /**
   * The operator guarantees a single writer. A store without exclusive create then checks for an
   * existing file before each create, which prevents accidents but not races.
   */
  SINGLE_DECLARED
}
