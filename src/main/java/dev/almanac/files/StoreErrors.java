package dev.almanac.files;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Creates the exceptions of stores. */
final class StoreErrors {
  private StoreErrors() {}

  /** The file system failed without effect. */
  static AlmanacException unavailable(String doing, String place, IOException cause) {
    return new AlmanacException(
        ErrorCode.STORE_UNAVAILABLE,
        """
        %s %s failed: %s.
        Check that the file system is up and has room, and that this user may read and write there.\
        """
            .formatted(doing, place, reason(cause)),
        cause);
  }

  /** The file system failed and it is unknown whether the file exists. */
  static AlmanacException unknown(String place, IOException cause) {
    return new AlmanacException(
        ErrorCode.OUTCOME_UNKNOWN,
        """
        Creating %s: the answer was lost (%s), so the file may stand or not.
        Read it to find out; remove nothing before that.\
        """
            .formatted(place, reason(cause)),
        cause);
  }

  /** A required file does not exist. */
  static AlmanacException missing(String place, IOException cause) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "%s is missing. Restore the file from a backup.".formatted(place),
        cause);
  }

  /** A file that is read whole exceeds the size limit. */
  static AlmanacException tooLarge(String place, int most) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        String.format(
            Locale.ROOT,
            "%s is damaged: it has more than %,d bytes. Nothing that large was written there;"
                + " restore the file from a backup.",
            place,
            most));
  }

  /** A link, a pipe or a device in place of a file or a folder. */
  static AlmanacException noFile(Path path) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "%s is a symbolic link or a device. A registry holds files and folders only, since a link can lead outside of it. Put the file itself there."
            .formatted(path));
  }

  /** The file system cannot guarantee exclusive create. */
  static AlmanacException unsafe(String root, String why, String remedy) {
    return new AlmanacException(
        ErrorCode.STORE_UNSAFE,
        """
        %s cannot be written safely by more than one process: %s.
        Two runs at once could overwrite each other, so nothing was written.
        %s; or, if no two processes ever write there at once, say so with almanac.registry.single-writer = true in conf/almanac.conf.\
        """
            .formatted(root, why, remedy));
  }

  /**
   * Description of an obstacle: a link without a target does not exist for readers, but occupies
   * its name.
   */
  private static String inTheWay(String file) {
    try {
      Path target = Files.readSymbolicLink(Path.of(file));
      return "a symbolic link is in its way, %s, which points to %s, where nothing is; remove the link or create its target"
          .formatted(Text.printable(file, 500), Text.printable(target.toString(), 500));
    } catch (IOException | RuntimeException e) { // not a link, or not a local path
      return "there is a file in its way, " + file;
    }
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException taken) {
      return inTheWay(String.valueOf(taken.getFile()));
    }
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
  }
}
