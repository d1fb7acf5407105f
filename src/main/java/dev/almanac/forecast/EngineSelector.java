package dev.almanac.forecast;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Text;
import dev.almanac.core.spec.EngineChoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Selects the scoring engine of a version by the job's choice and the version's parity
 * certificates.
 */
public final class EngineSelector {
  /** Name in certificates of the PMML form, which the JPMML engine reads. */
  public static final String PMML_FORM = "pmml";

  /** Name in certificates of the PMML document as JSON. No engine reads it directly. */
  public static final String PMML_JSON_FORM = "pmml-json";

  /** Name in certificates of the compiled form of the document, which the compiled engine uses. */
  public static final String COMPILED_FORM = "pmml-compiled";

  private EngineSelector() {}

  /**
   * The selected engine.
   *
   * @param engine COMPILED, SPARK or JPMML, never AUTO
   * @param reason why it was selected, for people: a clause without a full stop
   */
  public record Selection(EngineChoice engine, String reason) {}

  /**
   * Returns the engine that the job names, or for AUTO the fastest permitted one: the compiled
   * document, then the trained pipeline, then the document.
   *
   * @param certificates the parity certificates of the version
   * @param available the engines for which the version has an artifact
   * @throws AlmanacException PARITY_FAILED if the named engine has no certificate that holds, or no
   *     engine is permitted; NO_SUCH_VERSION if the version has no artifact for the engine
   */
  public static Selection select(
      EngineChoice choice, List<ParityCertificate> certificates, Set<EngineChoice> available) {
    return switch (choice) {
      case COMPILED -> {
        requireAvailable(choice, available);
        yield new Selection(
            choice,
            "the job asks for the compiled PMML, and " + allowed(certificates, COMPILED_FORM));
      }
      case SPARK -> {
        requireAvailable(choice, available);
        yield new Selection(choice, "the job asks for the trained pipeline itself");
      }
      case JPMML -> {
        requireAvailable(choice, available);
        yield new Selection(
            choice, "the job asks for the PMML, and " + allowed(certificates, PMML_FORM));
      }
      case AUTO -> fastest(certificates, available);
    };
  }

  private static Selection fastest(
      List<ParityCertificate> certificates, Set<EngineChoice> available) {
    Optional<ParityCertificate> compiled = of(certificates, COMPILED_FORM);
    if (available.contains(EngineChoice.COMPILED)
        && compiled.filter(ParityCertificate::holds).isPresent()) {
      return new Selection(
          EngineChoice.COMPILED, "the fastest engine, and " + allowed(certificates, COMPILED_FORM));
    }
    String passedOver =
        !available.contains(EngineChoice.COMPILED)
            ? ""
            : compiled.isEmpty()
                ? "; the compiled engine is passed over: the version has no certificate for it"
                : "; the compiled engine is passed over: its certificate does not hold";
    if (available.contains(EngineChoice.SPARK)) {
      return new Selection(
          EngineChoice.SPARK,
          "the trained pipeline itself is there, which needs no certificate" + passedOver);
    }
    requireAvailable(EngineChoice.JPMML, available);
    return new Selection(
        EngineChoice.JPMML,
        "the version has no Spark pipeline, and " + allowed(certificates, PMML_FORM) + passedOver);
  }

  private static void requireAvailable(EngineChoice engine, Set<EngineChoice> available) {
    if (!available.contains(engine)) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_VERSION,
          "the version has nothing that the engine '%s' can score with.\nSet engine = auto in the job file, or train the model again."
              .formatted(engine.word()));
    }
  }

  private static Optional<ParityCertificate> of(List<ParityCertificate> certificates, String form) {
    return certificates.stream().filter(each -> each.form().equals(form)).findFirst();
  }

  /** A clause that says why a form of the PMML is permitted. */
  private static String allowed(List<ParityCertificate> certificates, String form) {
    String what = form.equals(COMPILED_FORM) ? "compiled PMML" : "PMML";
    ParityCertificate certificate =
        of(certificates, form)
            .orElseThrow(
                () ->
                    new AlmanacException(
                        ErrorCode.PARITY_FAILED,
                        "the version has no certificate that its %s answers as the trained model does.\nScore with engine = spark, or train the model again."
                            .formatted(what)));
    if (!certificate.holds()) {
      throw new AlmanacException(
          ErrorCode.PARITY_FAILED,
          String.format(
              Locale.ROOT,
              "the version's %s does not answer as the trained model does: of %s %s have"
                  + " another label and %s are answered by one side only or by no finite number;"
                  + " the largest difference is %s, allowed is %s.\n"
                  + "Score with engine = spark, or train the model again.",
              what,
              Text.count(certificate.rows(), "row"),
              Text.grouped(certificate.labelFlips()),
              Text.grouped(certificate.refusals()),
              certificate.largestDifference(),
              certificate.tolerance()));
    }
    return "its certificate holds: %s answered as by %s, largest difference %s"
        .formatted(
            Text.count(certificate.rows(), "row"),
            certificate.reference(),
            Text.difference(certificate.largestDifference()));
  }
}
