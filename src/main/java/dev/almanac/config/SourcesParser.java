package dev.almanac.config;

import dev.almanac.core.Text;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.EmptyText;
import dev.almanac.core.spec.SourceOptions;
import dev.almanac.core.spec.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Parses the source tables of a job and the queries over them. */
final class SourcesParser {
  private static final String TABLE = "table";
  private static final Set<String> FILE_FORMATS =
      Set.of("parquet", "delta", "csv", "json", "orc", "text", "avro", "xml");
  private static final Map<String, EmptyText> EMPTY_TEXTS =
      Values.words(EmptyText::configName, List.of(EmptyText.values()));
  private static final Set<String> OTHER_FORMATS = Set.of("jdbc", TABLE);

  private final Map<String, Supplier<SourceSpec>> shared;

  SourcesParser(Section job) {
    this.shared = sources(job);
  }

  /** Parses the rows of one side of the job, {@code train} or {@code score}. */
  Supplier<DatasetSpec> dataset(Section side) {
    Map<String, Supplier<SourceSpec>> own = sources(side);
    Map<String, Supplier<SourceSpec>> union = new TreeMap<>(shared);
    own.forEach(
        (name, source) -> {
          union.put(name, source);
          requireDistinct(side, shared.keySet(), name);
        });
    Optional<String> query = side.words("query");
    if (union.isEmpty()) {
      side.problem(
          "sources",
          "there is no table to read; write sources { flights { format = parquet, path = … } }");
    } else if (union.size() > 1 && side.value("query").isEmpty()) {
      side.problem(
          "query",
          "is missing; the sources are %s, so say in SQL how they go together"
              .formatted(String.join(", ", union.keySet())));
    }
    return () -> new DatasetSpec(union.values().stream().map(Supplier::get).toList(), query);
  }

  private static Map<String, Supplier<SourceSpec>> sources(Section parent) {
    Map<String, Supplier<SourceSpec>> sources = new TreeMap<>();
    parent
        .children("sources", "each.source")
        .forEach(
            (name, section) -> {
              requireDistinct(parent, sources.keySet(), name);
              sources.put(name, source(name, section));
            });
    return sources;
  }

  private static void requireDistinct(Section parent, Set<String> others, String name) {
    for (String other : others) {
      if (!other.equals(name) && other.equalsIgnoreCase(name)) {
        parent.problem(
            "sources",
            "'%s' and '%s' are one table in a query, which reads upper and lower case alike; rename one"
                .formatted(Text.printable(other), Text.printable(name)));
      }
    }
  }

  private static Supplier<SourceSpec> source(String name, Section section) {
    Identifiers.source(name).ifPresent(section::problem);
    Optional<String> table = section.words(TABLE);
    table.flatMap(Identifiers::catalogTable).ifPresent(what -> section.problem(TABLE, what));
    Optional<String> path = section.words("path");
    path.flatMap(Identifiers::location).ifPresent(what -> section.problem("path", what));
    Optional<String> format = table.isPresent() ? section.text("format") : format(section);
    Map<String, String> options = section.free("options");
    Optional<String> schema = section.words("schema");
    Optional<Long> version = section.whole("version", 0, Long.MAX_VALUE);
    Optional<EmptyText> emptyText = section.oneOf("empty-text", EMPTY_TEXTS);
    section.noOthers();
    SourceOptions.problems(table.isPresent() ? TABLE : format.orElse(""), options)
        .forEach(what -> section.problem("options", what));
    location(section, format.orElse(""), table, path);
    if (format.equals(Optional.of("jdbc"))) {
      jdbc(section, options);
    }
    if (version.isPresent() && format.isPresent() && !format.get().equals("delta")) {
      section.problem("version", "only a delta source has versions, not " + format.get());
    }
    return () ->
        new SourceSpec(
            name,
            table.isPresent() ? TABLE : format.orElseThrow(),
            table.isPresent() ? table : path,
            options,
            schema,
            version.isPresent() ? OptionalLong.of(version.get()) : OptionalLong.empty(),
            emptyText.orElseThrow());
  }

  private static Optional<String> format(Section section) {
    Optional<String> format =
        section
            .require("format", "write parquet, delta, csv, json, orc, jdbc, or table = … instead")
            .words("format");
    List<String> known = new ArrayList<>(FILE_FORMATS);
    known.addAll(OTHER_FORMATS);
    // a library may add other formats; only a probable misspelling is an error
    format
        .filter(word -> !known.contains(word) && !word.contains("."))
        .flatMap(word -> Text.nearest(word, known))
        .ifPresent(
            near ->
                section.problem(
                    "format",
                    "'%s' is no format; did you mean '%s'?"
                        .formatted(Text.printable(format.get()), near)));
    return format;
  }

  private static void location(
      Section section, String format, Optional<String> table, Optional<String> path) {
    if (table.isPresent() && path.isPresent()) {
      section.problem("path", "a source has a path or a table, not both");
    } else if (table.isPresent() && !format.isEmpty() && !format.equals(TABLE)) {
      section.problem("format", "a table of the catalog knows its format; leave it out");
    } else if (format.equals(TABLE) && table.isEmpty()) {
      section.require(TABLE, "write the table's name");
    } else if (format.equals("jdbc") && path.isPresent()) {
      section.problem("path", "a jdbc source has none; its options say url and dbtable");
    } else if (FILE_FORMATS.contains(format)) {
      section.require("path", "write where the files are");
    }
  }

  private static void jdbc(Section section, Map<String, String> options) {
    if (!options.containsKey("url")) {
      section.problem("options", "jdbc needs options { url = \"jdbc:…\" }");
    }
    if (options.containsKey("dbtable") == options.containsKey("query")) {
      section.problem("options", "jdbc needs either options { dbtable = … } or { query = … }");
    }
  }
}
