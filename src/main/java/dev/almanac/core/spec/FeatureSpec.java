package dev.almanac.core.spec;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;

/** One column that the model may look at, and how it treats values it cannot use. */
public sealed interface FeatureSpec {
  /** The column. */
  String name();

  /** What is done with a null. */
  MissingPolicy missing();

  /** The same treatment of another column. */
  FeatureSpec named(String column);

  /**
   * A number.
   *
   * @param missing REJECT, MEAN, MEDIAN or CONSTANT
   * @param constant what stands in under CONSTANT; 0 and unused otherwise
   * @param shape what is made of it
   */
  record Numeric(String name, MissingPolicy missing, double constant, NumberShape shape)
      implements FeatureSpec {
    /** A number that is read as it is. */
    public Numeric(String name, MissingPolicy missing, double constant) {
      this(name, missing, constant, NumberShape.AS_IS);
    }

    /** Refuses the policies that only others have, and a constant that is no number. */
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
   * A category, read as text whatever its type.
   *
   * @param missing REJECT or LEVEL
   * @param unseen what is done with a level that training did not see
   * @param rare which levels count as unseen; none unless {@code unseen} is LEVEL
   */
  record Categorical(String name, MissingPolicy missing, UnseenPolicy unseen, RareLevels rare)
      implements FeatureSpec {
    /** A category whose levels all count. */
    public Categorical(String name, MissingPolicy missing, UnseenPolicy unseen) {
      this(name, missing, unseen, RareLevels.NONE);
    }

    /** Refuses the policies that only numbers have, and rare levels that would be refused. */
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
   * Free text: the model reads how often each of some terms occurs. A term is a word, or a few
   * words that follow each other; see {@link TextWords} for what a word is.
   *
   * @param missing REJECT or EMPTY
   * @param terms which terms count
   * @param binary whether the model reads 1 for a term that occurs, however often
   * @param idf whether each count is weighed by how rare the term is: ln((m + 1) / (d + 1)), with d
   *     of m training rows that have the term
   */
  record Text(String name, MissingPolicy missing, TextTerms terms, boolean binary, boolean idf)
      implements FeatureSpec {
    /** Refuses the policies that only others have. */
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
