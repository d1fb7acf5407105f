package dev.almanac.app;

import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.registry.RegistryVerifier;
import dev.almanac.registry.VerificationReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac registry verify}: detects corrupt, missing and unknown files. */
@Command(
    name = "verify",
    header = "Look for damaged and missing files.",
    description =
        "Read every file that the ledgers vouch for, compare it with its SHA-256, and tell each"
            + " that is damaged, missing or not known. Changes nothing.",
    footer = {
      "",
      "Examples:",
      "  almanac registry verify",
      "  almanac registry verify flight-delay:3 --json",
      "",
      "Exit code 4: something was found."
    })
final class RegistryVerifyCommand extends RegistrySubcommand {
  @Parameters(
      paramLabel = "MODEL[:VERSION]",
      arity = "0..1",
      converter = RegistryNames.Subjects.class,
      description = "Only this model, or this version of it.")
  private RegistryNames.@Nullable Subject subject;

  RegistryVerifyCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    RegistryVerifier verifier = registry().verifier();
    VerificationReport report =
        subject == null
            ? verifier.all(progress())
            : verifier.one(subject.model(), subject.number(), progress());
    output().result(text(report), json(report));
    return report.isClean() ? 0 : ErrorCode.ARTIFACT_DAMAGED.category().exitCode();
  }

  private static String text(VerificationReport report) {
    String read =
        String.join(
            ", ",
            Text.count(report.models(), "model"),
            Text.count(report.events(), "event"),
            Text.count(report.versions(), "version"),
            Text.count(report.files(), "file"),
            Text.count(report.bytes(), "byte"));
    if (report.isClean()) {
      return read + ": all as it was written";
    }
    TextTable table = new TextTable("FILE", "WHAT IS WRONG");
    report.findings().forEach(finding -> table.row(finding.path(), finding.what()));
    return String.format(
        Locale.ROOT,
        "%s%n%n%d found in %s%nRestore these files from a backup, or 'registry withdraw' the"
            + " version.",
        table,
        report.findings().size(),
        read);
  }

  private static Map<String, Object> json(VerificationReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clean", report.isClean());
    json.put("models", report.models());
    json.put("events", report.events());
    json.put("versions", report.versions());
    json.put("files", report.files());
    json.put("bytes", report.bytes());
    json.put(
        "findings",
        report.findings().stream()
            .map(finding -> Map.of("path", finding.path(), "what", finding.what()))
            .toList());
    return json;
  }
}
