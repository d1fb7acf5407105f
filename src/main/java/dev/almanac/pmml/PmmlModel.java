package dev.almanac.pmml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PMML document ready to score. A document is data from elsewhere and is treated so: no DOCTYPE,
 * no function but PMML's own, bounded size, depth and count. Immutable and safe for use by many
 * threads.
 */
public final class PmmlModel {
  /** The largest document that is read, in bytes. */
  public static final int MAX_BYTES = 256 << 20;

  private PmmlModel() {}

  /**
   * Reads a document. The sample it may carry for its own verification is not run, see {@link
   * #verify()}.
   *
   * @throws dev.almanac.core.AlmanacException ARTIFACT_DAMAGED if it is not a PMML document that
   *     can be scored safely, with the reason
   */
  public static PmmlModel load(byte[] pmml) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Scores the sample of rows that the document carries and compares with the answers it carries.
   *
   * @return how many rows agreed; 0 if the document carries none
   * @throws dev.almanac.core.AlmanacException ARTIFACT_DAMAGED if one does not agree
   */
  public int verify() {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }

  /** The fields a row must have, in the document's order. */
  public List<String> inputs() {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Scores one row.
   *
   * @param values by field name; an absent one is a missing value. A value is a String, Boolean,
   *     Number or null
   * @param labels the order in which probabilities are told; empty for a number
   * @return the answer, or {@link Answer.Refused} if this row cannot be scored
   * @throws dev.almanac.core.AlmanacException ARTIFACT_DAMAGED if the document itself is at fault
   */
  public Answer score(Map<String, ? extends @Nullable Object> values, List<String> labels) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }
}
