package dev.almanac.core.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A source table, in any format that Spark reads.
 *
 * @param name the source's name in the query
 * @param format {@code parquet}, {@code delta}, {@code csv}, {@code json}, {@code orc}, {@code
 *     jdbc}, {@code table} (of the catalog) or any other on the class path
 * @param location a path, or for {@code table} the table's name; absent for JDBC
 * @param options options of Spark's reader; values may be secrets
 * @param schema columns and types as DDL; absent if the source has its own
 * @param version the Delta version to read; absent for the newest at the start of the run
 * @param emptyText meaning of an empty text in a STRING column
 */
public record SourceSpec(
    String name,
    String format,
    Optional<String> location,
    Map<String, String> options,
    Optional<String> schema,
    OptionalLong version,
    EmptyText emptyText) {
  /**
   * Copies the options.
   *
   * @throws IllegalArgumentException for an option of {@link SourceOptions} that loses data
   */
  public SourceSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(format, "format");
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    List<String> problems = SourceOptions.problems(format, options);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** A source that keeps empty texts. */
  public SourceSpec(
      String name,
      String format,
      Optional<String> location,
      Map<String, String> options,
      Optional<String> schema,
      OptionalLong version) {
    this(name, format, location, options, schema, version, EmptyText.KEEP);
  }

  /** The value of an option; names are case-insensitive, as in Spark. */
  public Optional<String> option(String option) {
    return options.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(option))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether an option is set to true. */
  public boolean isTrue(String option) {
    return option(option).filter(value -> value.strip().equalsIgnoreCase("true")).isPresent();
  }
}
