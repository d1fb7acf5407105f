package dev.almanac.scoring;

import dev.almanac.core.ParityCertificate;
import dev.almanac.core.spec.EngineChoice;
import java.util.List;
import java.util.Set;

/** Decides which engine scores. */
public final class EngineSelector {
  private EngineSelector() {}

  /**
   * What was decided.
   *
   * @param engine SPARK or JPMML, never AUTO
   * @param reason why, as a sentence for people
   */
  public record Selection(EngineChoice engine, String reason) {}

  /**
   * Takes the engine that was asked for, or for AUTO the fastest that may be used.
   *
   * @param certificates of the version to be scored with
   * @param available the engines for which the version has an artifact
   * @throws dev.almanac.core.AlmanacException PARITY_FAILED if the engine that was asked for has no
   *     certificate that holds, or none may be used; NO_SUCH_VERSION if the version has no artifact
   *     for it
   */
  public static Selection select(
      EngineChoice choice, List<ParityCertificate> certificates, Set<EngineChoice> available) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }
}
