package dev.almanac.core;

import java.util.Locale;

/** What is done with a row whose category did not occur in training. */
public enum UnseenPolicy {
  /** The row is not scored; it goes to the rejects with a reason. */
  REJECT,
  /** All unseen levels share one level of their own. */
  LEVEL;

  /** The word in job files and manifests. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
