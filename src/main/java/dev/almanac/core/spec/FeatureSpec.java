package dev.almanac.core.spec;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;

/** One column that the model may look at, and how it treats values it cannot use. */
public sealed interface FeatureSpec {
  /** The column. */
  String name();

  /** What is done with a null. */
  MissingPolicy missing();

  /**
   * A number.
   *
   * @param missing REJECT, MEAN, MEDIAN or CONSTANT
   * @param constant what stands in under CONSTANT; 0 and unused otherwise
   */
  record Numeric(String name, MissingPolicy missing, double constant) implements FeatureSpec {
    /** Refuses the policy that only categories have, and a constant that is no number. */
    public Numeric {
      if (missing == MissingPolicy.LEVEL) {
        throw new IllegalArgumentException("'" + name + "' is numeric: missing cannot be a level");
      }
      if (!Double.isFinite(constant)) {
        throw new IllegalArgumentException("'" + name + "': " + constant + " cannot stand in");
      }
    }
  }

  /**
   * A category, read as text whatever its type.
   *
   * @param missing REJECT or LEVEL
   * @param unseen what is done with a level that training did not see
   */
  record Categorical(String name, MissingPolicy missing, UnseenPolicy unseen)
      implements FeatureSpec {
    /** Refuses the policies that only numbers have. */
    public Categorical {
      if (missing != MissingPolicy.REJECT && missing != MissingPolicy.LEVEL) {
        throw new IllegalArgumentException(
            "'%s' is categorical: missing cannot be %s".formatted(name, missing.word()));
      }
    }
  }
}
