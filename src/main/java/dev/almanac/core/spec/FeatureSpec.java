package dev.almanac.core.spec;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;

/** A feature: an input column with its missing, unseen and encoding policies. */
public sealed interface FeatureSpec {
  /** The column. */
  String name();

  /** Policy for null. */
  MissingPolicy missing();

  /** A copy for another column. */
  FeatureSpec named(String column);

  /**
   * A numeric feature.
   *
   * @param missing REJECT, MEAN, MEDIAN or CONSTANT
   * @param constant replacement for null under CONSTANT; otherwise 0 and unused
   * @param shape transformation of the number
   */
  record Numeric(String name, MissingPolicy missing, double constant, NumberShape shape)
      implements FeatureSpec {
    /** A numeric feature without transformation. */
    public Numeric(String name, MissingPolicy missing, double constant) {
      this(name, missing, constant, NumberShape.AS_IS);
    }

    /**
     * @throws IllegalArgumentException for a policy of other kinds, or a constant that is not
     *     finite
     */
    public Numeric {
      if (missing == MissingPolicy.LEVEL || missing == MissingPolicy.EMPTY) {
        throw new IllegalArgumentException(
            "'%s' is numeric: missing cannot be %s".formatted(name, missing.word()));
      }
      if (!Double.isFinite(constant)) {
        throw new IllegalArgumentException("'" + name + "': " + constant + " cannot stand in");
      }
    }

    @Override
    public Numeric named(String column) {
      return new Numeric(column, missing, constant, shape);
    }
  }

  /**
   * A categorical feature, read as text whatever the column's type.
   *
   * @param missing REJECT or LEVEL
   * @param unseen policy for a level that is not in the training data
   * @param rare which levels count as unseen; none unless {@code unseen} is LEVEL
   */
  record Categorical(String name, MissingPolicy missing, UnseenPolicy unseen, RareLevels rare)
      implements FeatureSpec {
    /** A categorical feature without rare levels. */
    public Categorical(String name, MissingPolicy missing, UnseenPolicy unseen) {
      this(name, missing, unseen, RareLevels.NONE);
    }

    /**
     * @throws IllegalArgumentException for a policy of numeric features only, or for rare levels
     *     that would be rejected
     */
    public Categorical {
      if (missing != MissingPolicy.REJECT && missing != MissingPolicy.LEVEL) {
        throw new IllegalArgumentException(
            "'%s' is categorical: missing cannot be %s".formatted(name, missing.word()));
      }
      if (rare.any() && unseen == UnseenPolicy.REJECT) {
        throw new IllegalArgumentException(
            "'%s': rare levels count among the unseen, and unseen = reject would reject their rows; write unseen = level with it"
                .formatted(name));
      }
    }

    @Override
    public Categorical named(String column) {
      return new Categorical(column, missing, unseen, rare);
    }
  }

  /**
   * Free text: the model reads the frequency of each term of a vocabulary. A term is a word or an
   * n-gram; {@link TextWords} defines words.
   *
   * @param missing REJECT or EMPTY
   * @param terms the vocabulary's limits
   * @param binary whether a term counts 1 however often it occurs
   * @param idf whether counts are multiplied by the inverse document frequency ln((m + 1) / (d +
   *     1)), with d of m training rows that contain the term
   */
  record Text(String name, MissingPolicy missing, TextTerms terms, boolean binary, boolean idf)
      implements FeatureSpec {
    /**
     * @throws IllegalArgumentException for a policy of other kinds
     */
    public Text {
      if (missing != MissingPolicy.REJECT && missing != MissingPolicy.EMPTY) {
        throw new IllegalArgumentException(
            "'%s' is a text: missing cannot be %s".formatted(name, missing.word()));
      }
    }

    @Override
    public Text named(String column) {
      return new Text(column, missing, terms, binary, idf);
    }
  }
}
