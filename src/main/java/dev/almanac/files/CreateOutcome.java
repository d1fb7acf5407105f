package dev.almanac.files;

/** Result of an exclusive create whose outcome is known. */
public enum CreateOutcome {
  /** This call created the file, with all of its content. */
  CREATED,
  /** Another call's file exists; nothing was written. */
  EXISTS
}
