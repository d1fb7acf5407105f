package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.files.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Copy of a version's files from one store to another; each file is verified during the copy. */
final class VersionCopy {
  private static final Pattern USER = Pattern.compile("//[^/@]*@");

  private final FileStore from;
  private final FileStore to;

  VersionCopy(FileStore from, FileStore to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies all files except the folder's marker and the manifest.
   *
   * @param runId the run that copies and whose folder receives the files
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} if a file does not match its manifest
   */
  void copyFiles(RegisteredVersion source, RunId runId, Progress progress) {
    String begin = source.version().model() + "/" + source.folder() + "/";
    String end = Layout.versionFolder(source.version().model(), runId) + "/";
    long bytes = 0;
    for (ArtifactFile file : source.manifest().files()) {
      if (!file.name().equals(Layout.STAGED)) {
        copy(begin + file.name(), file, end + file.name());
      }
      bytes += file.bytes();
    }
    progress.fact(
        Text.count(source.manifest().files().size(), "file") + ", " + Text.count(bytes, "byte"));
  }

  /** Copies one file, and refuses it if it does not match its manifest. */
  void copy(String path, ArtifactFile file, String target) {
    MessageDigest digest = Digests.algorithm();
    LengthLimit limit;
    try (InputStream in = from.open(path)) {
      limit = new LengthLimit(in, file.bytes());
      to.write(target, new DigestInputStream(limit, digest));
    } catch (IOException e) {
      throw CorruptionErrors.unreadable(from, path, e);
    }
    String sent = HexFormat.of().formatHex(digest.digest());
    if (limit.isExact() && sent.equals(file.sha256())) {
      return;
    }
    to.deleteTree(target);
    throw CorruptionErrors.of(
        from,
        path,
        limit.isExact()
            ? "expected SHA-256 %s, found %s".formatted(file.sha256(), sent)
            : String.format(
                Locale.ROOT,
                "it has %s than the %d bytes that its manifest says",
                limit.isExceeded() ? "more" : "less",
                file.bytes()));
  }

  /** The version that exists here already, if it is the same one. */
  static RegisteredVersion sameOrRefused(RegisteredVersion here, RegisteredVersion source) {
    if (!here.manifestSha256().equals(source.manifestSha256())) {
      throw new AlmanacException(
          ErrorCode.LOST_RACE,
          "%s was made by run %s, as %s there was, and has other content. One of the two registries was changed by hand; 'registry verify' both."
              .formatted(here.version(), here.manifest().runId(), source.version()));
    }
    return here;
  }

  /** A location without its user and password, if it has any. */
  static String withoutUser(String location) {
    return USER.matcher(location).replaceFirst("//");
  }
}
