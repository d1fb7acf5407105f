package dev.almanac.core;

/** The name of a tag, such as {@code ticket} or {@code approved-by}. */
public record TagKey(String value) implements Comparable<TagKey> {
  /**
   * @throws IllegalArgumentException if the value is not a name, with the rule in the message
   */
  public TagKey {
    Names.check("tag", value);
  }

  @Override
  public int compareTo(TagKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
