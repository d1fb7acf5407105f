package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.spec.EngineChoice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EngineSelectorTest {
  private static final Set<EngineChoice> BOTH = Set.of(EngineChoice.SPARK, EngineChoice.JPMML);
  private static final Set<EngineChoice> ALL =
      Set.of(EngineChoice.COMPILED, EngineChoice.SPARK, EngineChoice.JPMML);
  private static final ParityCertificate HOLDS = certificate("pmml", 0);
  private static final ParityCertificate FLIPS = certificate("pmml", 3);

  @Test
  void takesTheCompiledDocumentIfItIsProven() {
    ParityCertificate proven = certificate("pmml-compiled", 0);
    EngineSelector.Selection selection =
        EngineSelector.select(EngineChoice.AUTO, List.of(HOLDS, proven), ALL);

    assertThat(selection.engine()).isEqualTo(EngineChoice.COMPILED);
    assertThat(selection.reason())
        .startsWith("the fastest engine, and its certificate holds: 100 rows");
    assertThat(EngineSelector.select(EngineChoice.COMPILED, List.of(proven), ALL).engine())
        .isEqualTo(EngineChoice.COMPILED);
    // as where an earlier release wrote the version, or this one cannot compile it
    assertThat(EngineSelector.select(EngineChoice.AUTO, List.of(proven), BOTH).engine())
        .isEqualTo(EngineChoice.SPARK);
  }

  @Test
  void saysWhyTheFastestIsPassedOver() {
    EngineSelector.Selection none = EngineSelector.select(EngineChoice.AUTO, List.of(HOLDS), ALL);
    EngineSelector.Selection flips =
        EngineSelector.select(
            EngineChoice.AUTO, List.of(HOLDS, certificate("pmml-compiled", 1)), ALL);

    assertThat(none.engine()).isEqualTo(EngineChoice.SPARK);
    assertThat(none.reason())
        .endsWith("the compiled engine is passed over: the version has no certificate for it");
    assertThat(flips.engine()).isEqualTo(EngineChoice.SPARK);
    assertThat(flips.reason())
        .endsWith("the compiled engine is passed over: its certificate does not hold");
    assertRefused(
        () -> EngineSelector.select(EngineChoice.COMPILED, List.of(HOLDS), ALL),
        ErrorCode.PARITY_FAILED,
        "no certificate that its compiled PMML answers");
  }

  @Test
  void takesThePipelineItselfIfItIsThere() {
    EngineSelector.Selection selection =
        EngineSelector.select(EngineChoice.AUTO, List.of(FLIPS), BOTH);

    assertThat(selection.engine()).isEqualTo(EngineChoice.SPARK);
    assertThat(selection.reason()).contains("needs no certificate");
  }

  @Test
  void takesTheDocumentIfThereIsNothingElse() {
    EngineSelector.Selection selection =
        EngineSelector.select(EngineChoice.AUTO, List.of(HOLDS), Set.of(EngineChoice.JPMML));

    assertThat(selection.engine()).isEqualTo(EngineChoice.JPMML);
    assertThat(selection.reason()).contains("its certificate holds: 100 rows answered as by spark");
  }

  @Test
  void takesWhatTheJobAsksFor() {
    assertThat(EngineSelector.select(EngineChoice.JPMML, List.of(HOLDS), BOTH).engine())
        .isEqualTo(EngineChoice.JPMML);
    assertThat(EngineSelector.select(EngineChoice.SPARK, List.of(), BOTH).engine())
        .isEqualTo(EngineChoice.SPARK);
  }

  @Test
  void refusesADocumentWithoutACertificateThatHolds() {
    assertRefused(
        () -> EngineSelector.select(EngineChoice.JPMML, List.of(), BOTH),
        ErrorCode.PARITY_FAILED,
        "no certificate that its PMML answers");
    assertRefused(
        () -> EngineSelector.select(EngineChoice.JPMML, List.of(FLIPS), BOTH),
        ErrorCode.PARITY_FAILED,
        "of 100 rows 3 have another label");
  }

  @Test
  void refusesAnEngineThatHasNothingToScoreWith() {
    assertRefused(
        () -> EngineSelector.select(EngineChoice.SPARK, List.of(), Set.of(EngineChoice.JPMML)),
        ErrorCode.NO_SUCH_VERSION,
        "nothing that the engine 'spark' can score with");
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AlmanacException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static ParityCertificate certificate(String form, long flips) {
    return new ParityCertificate(
        form, "spark", 100, 40, 1e-15, Map.of(), flips, 0, 1e-9, List.of());
  }
}
