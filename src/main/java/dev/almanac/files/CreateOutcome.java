package dev.almanac.files;

/** How an exclusive create ended, when the store said how. */
public enum CreateOutcome {
  /** The file stands, whole, and this call made it. */
  CREATED,
  /** Somebody else's file stands there; nothing was written. */
  EXISTS
}
