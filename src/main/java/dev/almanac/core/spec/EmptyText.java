package dev.almanac.core.spec;

/** Meaning of an empty text in a source. */
public enum EmptyText {
  /** A text like any other: for a category, a level of its own. */
  KEEP("keep"),
  /** A missing value: it is read as null. */
  MISSING("missing");

  private final String configName;

  EmptyText(String configName) {
    this.configName = configName;
  }

  /** The name in job files. */
  public String configName() {
    return configName;
  }
}
