package dev.almanac.testing;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a trap was touched; asking it does not touch the trap. */
public final class TrapRecord {
  private static final AtomicBoolean TOUCHED = new AtomicBoolean();

  private TrapRecord() {}

  static void touch() {
    TOUCHED.set(true);
  }

  /** Whether one was since the last time this was asked. */
  public static boolean takeTouched() {
    return TOUCHED.getAndSet(false);
  }
}
