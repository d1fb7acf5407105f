package dev.almanac.core;

/** A name that points to one version of a model at a time, such as {@code champion}. */
public record Alias(String value) implements Comparable<Alias> {
  /** The alias that scoring uses unless told otherwise. */
  public static final Alias CHAMPION = new Alias("champion");

  /**
   * @throws IllegalArgumentException if the value is not a name, with the rule in the message
   */
  public Alias {
    Names.check("alias", value);
  }

  @Override
  public int compareTo(Alias other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
