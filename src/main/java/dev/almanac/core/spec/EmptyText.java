package dev.almanac.core.spec;

/** What an empty text of a source means. */
public enum EmptyText {
  /** A text like any other: as a category a level of its own. */
  KEEP("keep"),
  /** No value: it is read as null. */
  MISSING("missing");

  private final String configName;

  EmptyText(String configName) {
    this.configName = configName;
  }

  /** The word in job files. */
  public String configName() {
    return configName;
  }
}
