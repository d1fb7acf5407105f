package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.SourceSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Adds the source's name in the job file to errors of files, records and databases. */
public final class SourceNames {
  private static final Pattern STORE =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?(?=/)|^file:");

  private SourceNames() {}

  /**
   * The error with the source's name, if it is about a file, record or database of a source.
   *
   * @param locations makes a location of a job file absolute
   */
  public static AlmanacException named(
      AlmanacException error, DatasetSpec dataset, UnaryOperator<String> locations) {
    if (!(error instanceof SourceException ofSource)) {
      return error;
    }
    List<SourceSpec> sources =
        SparkErrorReader.isOfDatabase(error)
            ? dataset.sources().stream().filter(source -> source.format().equals("jdbc")).toList()
            : dataset.sources();
    return source(ofSource.file(), sources, locations)
        .map(name -> named(ofSource, name))
        .orElse(error);
  }

  /** The error with the name of a known source. */
  static AlmanacException named(AlmanacException error, SourceSpec source) {
    return error instanceof SourceException ofSource
        ? named(ofSource, "source '" + source.name() + "'")
        : error;
  }

  private static AlmanacException named(SourceException error, String source) {
    return new AlmanacException(error.code(), source + ": " + error.getMessage(), error.getCause());
  }

  private static Optional<String> source(
      String file, List<SourceSpec> sources, UnaryOperator<String> locations) {
    List<String> names =
        file.isEmpty() || sources.size() == 1
            ? sources.stream().map(SourceSpec::name).toList()
            : sources.stream()
                .filter(source -> has(file, source, locations))
                .map(SourceSpec::name)
                .toList();
    return switch (names.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of("source '" + names.get(0) + "'");
      default ->
          Optional.of(
              "one of the sources "
                  + names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")));
    };
  }

  /** Whether a file belongs, or may belong, to a source. */
  private static boolean has(String file, SourceSpec source, UnaryOperator<String> locations) {
    if (source.location().isEmpty() || source.format().equals("table")) {
      return false;
    }
    String path = withoutStore(file);
    String location = withoutStore(locations.apply(source.location().get()));
    String folder = location.endsWith("/") ? location : location + "/";
    return path.equals(location)
        || path.startsWith(folder)
        || (PathPattern.isPattern(location) && path.startsWith(PathPattern.fixed(location)));
  }

  /** The path of a URI: a location may omit the store, which Spark adds. */
  private static String withoutStore(String location) {
    return STORE.matcher(location).replaceFirst("").replaceAll("/{2,}", "/");
  }
}
