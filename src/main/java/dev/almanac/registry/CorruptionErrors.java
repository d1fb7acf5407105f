package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.files.FileStore;
import org.jspecify.annotations.Nullable;

/** Errors of corrupt files. */
final class CorruptionErrors {
  private static final String IS_DAMAGED = " is damaged: ";

  private CorruptionErrors() {}

  /** A corrupt file. */
  static AlmanacException of(FileStore store, String path, String what) {
    return of(store, path, what, null);
  }

  /** A corrupt file that another library detected. */
  static AlmanacException of(FileStore store, String path, String what, @Nullable Throwable cause) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        """
        %s is damaged: %s.
        Nothing in the registry is ever changed after it was written, so something else did this.
        Restore the file from a backup, or use another version.\
        """
            .formatted(store.locate(path), what),
        cause);
  }

  /** The description of the corruption, from an error's message. */
  static String what(AlmanacException damage) {
    String first = String.valueOf(damage.getMessage()).lines().findFirst().orElse("damaged");
    int colon = first.indexOf(IS_DAMAGED);
    return colon < 0 ? first : first.substring(colon + IS_DAMAGED.length());
  }

  /** The description of the corruption, for a list of findings; rethrows every other error. */
  static String finding(AlmanacException failure) {
    if (failure.code() != ErrorCode.ARTIFACT_DAMAGED) {
      throw failure;
    }
    return what(failure);
  }

  /** A file that the store could not read completely. */
  static AlmanacException unreadable(FileStore store, String path, Throwable cause) {
    return new AlmanacException(
        ErrorCode.STORE_UNAVAILABLE,
        "Reading %s failed: %s. Try again; if it stays, look at the file system."
            .formatted(store.locate(path), cause),
        cause);
  }
}
