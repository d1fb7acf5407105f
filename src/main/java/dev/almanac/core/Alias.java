package dev.almanac.core;

/** A named, movable pointer to one version of a model, such as {@code champion}. */
public record Alias(String value) implements Comparable<Alias> {
  /** The alias that a reference without a version means. */
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
