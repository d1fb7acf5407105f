package dev.almanac.core.spec;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One table to read, in any format Spark knows.
 *
 * @param name how the query calls it
 * @param format {@code parquet}, {@code delta}, {@code csv}, {@code json}, {@code orc}, {@code
 *     jdbc}, {@code table} (of the catalog) or any other that is on the class path
 * @param location a path, or for {@code table} the table's name; absent for JDBC
 * @param options handed to Spark's reader as they are; values may be secrets
 * @param schema columns and types as DDL; absent where the source has its own
 * @param version the Delta version to read; absent means the newest when the run begins
 */
public record SourceSpec(
    String name,
    String format,
    Optional<String> location,
    Map<String, String> options,
    Optional<String> schema,
    OptionalLong version) {
  /** Copies the options. */
  public SourceSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(format, "format");
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }
}
