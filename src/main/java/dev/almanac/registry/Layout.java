package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.files.RelativePath;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths of a registry's files; see the decision record on version folders. */
final class Layout {
  /** Written last, after all other files; the ledger has its hash. */
  static final String MANIFEST = "manifest.json";

  /** Created first and exclusively: the folder belongs to the run that created it. */
  static final String STAGED = "staged.json";

  private static final String VERSIONS = "versions";
  private static final Pattern EVENT = Pattern.compile("00[0-9]{18}\\.json");
  private static final Pattern PAGE =
      Pattern.compile("_events-(?<first>00[0-9]{18})-(?<last>00[0-9]{18})\\.jsonl");
  private static final int SEQ_DIGITS = 20;

  private Layout() {}

  static String ledger(ModelName model) {
    return model + "/ledger";
  }

  static String event(ModelName model, long seq) {
    return ledger(model) + String.format(Locale.ROOT, "/%0" + SEQ_DIGITS + "d.json", seq);
  }

  static boolean isEvent(String name) {
    return EVENT.matcher(name).matches();
  }

  static long seq(String eventName) {
    return Long.parseLong(eventName.substring(0, SEQ_DIGITS));
  }

  /** The path of a {@link LedgerCheckpoint}. */
  static String page(ModelName model, LedgerCheckpoint.Range range) {
    return ledger(model)
        + String.format(
            Locale.ROOT,
            "/_events-%0" + SEQ_DIGITS + "d-%0" + SEQ_DIGITS + "d.jsonl",
            range.first(),
            range.last());
  }

  /** The range of events in a file, if its name is that of a checkpoint. */
  static Optional<LedgerCheckpoint.Range> pageRange(String name) {
    Matcher page = PAGE.matcher(name);
    return name.startsWith("_") && page.matches()
        ? Optional.of(
            new LedgerCheckpoint.Range(
                Long.parseLong(page.group("first")), Long.parseLong(page.group("last"))))
        : Optional.empty();
  }

  /** Side files of file systems, and files that later releases may add to the ledger's folder. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /** Relative to the registry. */
  static String versionFolder(ModelName model, RunId runId) {
    return model + "/" + versionFolder(runId);
  }

  /** Relative to the model's folder, as in the ledger. */
  static String versionFolder(RunId runId) {
    return VERSIONS + "/" + runId;
  }

  /** The folder of a model's version folders, registered or not. */
  static String versions(ModelName model) {
    return model + "/" + VERSIONS;
  }

  /** Checks a folder that a ledger names: it must be a run's folder among the model's versions. */
  static String checkVersionFolder(String folder) {
    RelativePath.check(folder);
    if (!folder.startsWith(VERSIONS + "/")) {
      throw new IllegalArgumentException(
          "'%s' is not among the versions of the model".formatted(Text.printable(folder)));
    }
    runOf(folder);
    return folder;
  }

  /** The run that a version's folder is named after. */
  static RunId runOf(String folder) {
    return new RunId(folder.substring(VERSIONS.length() + 1));
  }

  /** Checks the name of an artifact to be written. */
  static String artifact(String name) {
    RelativePath.check(name);
    if (name.equals(MANIFEST) || name.equals(STAGED)) {
      throw new IllegalArgumentException("'" + name + "' is written by the registry itself");
    }
    return name;
  }

  /**
   * Whether a file is a checksum that Hadoop's local file system writes next to each file.
   * Checksums are not part of a version: other file systems have none, so a copied version would
   * lose them; a wrong one makes a load fail but never changes its result.
   */
  static boolean isSideFile(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.startsWith(".") && last.endsWith(".crc");
  }
}
