package dev.almanac.data;

import dev.almanac.core.spec.SourceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A source other than a Delta or catalog table: files of a format, or JDBC. */
final class FileSource {
  private static final String CSV = "csv";
  private static final String JSON = "json";
  private static final Set<String> TEXT_RECORDS = Set.of(CSV, JSON, "xml");
  private static final Set<String> SELF_DESCRIBING = Set.of("parquet", "orc");
  private static final String GUESS_FOLDER_TYPES =
      "spark.sql.sources.partitionColumnTypeInference.enabled";

  private final SparkSession session;
  private final SourceSpec source;
  private final CsvSource.Reader readers;
  private final String location;
  private final String format;

  FileSource(SparkSession session, SourceSpec source, CsvSource.Reader readers, String location) {
    this.session = session;
    this.source = source;
    this.readers = readers;
    this.location = location;
    this.format = source.format().toLowerCase(Locale.ROOT);
  }

  /**
   * The rows.
   *
   * @param warnings receives warnings for the person who runs the job
   */
  Dataset<Row> rows(List<String> warnings) {
    if (location.isEmpty()) {
      DataFrameReader reader = readers.fresh();
      source.schema().ifPresent(reader::schema);
      return reader.load();
    }
    String path = PathPattern.resolve(session, location);
    Dataset<Row> rows = load(path);
    Optional<ListedFiles> listed = ListedFiles.of(rows);
    Map<String, String> changed =
        listed
            .map(files -> PartitionFolders.changedByType(files, guessed(rows), source.name()))
            .orElse(Map.of());
    if (changed.isEmpty()) {
      return rows;
    }
    changed.forEach(
        (column, value) ->
            warnings.add(
                "source '%s': '%s' is read as text, since the folder %s=%s would lose its spelling as %s"
                    .formatted(
                        source.name(),
                        column,
                        column,
                        value,
                        rows.schema().apply(column).dataType().sql())));
    return withFoldersAsText(path, rows.schema(), listed.get(), changed.keySet());
  }

  private Dataset<Row> load(String path) {
    if (format.equals(CSV) && CsvSource.hasHeader(source)) {
      return new CsvSource(source, path, readers).rows();
    }
    DataFrameReader reader = readers.fresh();
    if (!TEXT_RECORDS.contains(format)) {
      if (SELF_DESCRIBING.contains(format)) {
        DeclaredColumns.require(session, source, readers, path);
      }
      source.schema().ifPresent(reader::schema);
      return reader.load(path);
    }
    source.schema().ifPresent(reader::schema);
    Dataset<Row> rows = reader.load(path);
    // JSON values have types; for CSV and XML Spark infers them from text.
    boolean guessed = source.schema().isEmpty() && !format.equals(JSON);
    List<String> folders =
        ListedFiles.of(rows).map(ListedFiles::partitionColumns).orElse(List.of());
    StructType columns =
        new StructType(
            Arrays.stream(rows.schema().fields())
                .filter(field -> source.schema().isPresent() || !folders.contains(field.name()))
                .toArray(StructField[]::new));
    boolean strict =
        Arrays.stream(columns.fields())
            .filter(field -> !folders.contains(field.name()))
            .anyMatch(field -> StrictText.isFor(source, field.dataType(), guessed));
    return strict ? strictly(path, columns, folders, guessed) : rows;
  }

  private Dataset<Row> strictly(
      String path, StructType columns, List<String> folders, boolean guessed) {
    StructType read = new StructType();
    List<StructField> texts = new ArrayList<>();
    for (StructField field : columns.fields()) {
      boolean strict =
          !folders.contains(field.name()) && StrictText.isFor(source, field.dataType(), guessed);
      read = read.add(field.name(), strict ? DataTypes.StringType : field.dataType());
      if (strict) {
        texts.add(field);
      }
    }
    Dataset<Row> rows = readers.fresh().schema(read).load(path);
    for (StructField field : texts) {
      rows =
          rows.withColumn(
              field.name(),
              StrictText.converted(
                  source, ColumnLookup.named(field.name()), field.name(), field.dataType()));
    }
    return rows;
  }

  /** The columns whose types the job file does not declare. */
  private StructType guessed(Dataset<Row> rows) {
    Set<String> named =
        source.schema().stream()
            .flatMap(ddl -> Arrays.stream(StructType.fromDDL(ddl).fieldNames()))
            .collect(Collectors.toSet());
    return new StructType(
        Arrays.stream(rows.schema().fields())
            .filter(field -> !named.contains(field.name()))
            .toArray(StructField[]::new));
  }

  /**
   * Reads again with partition values as text; columns whose inferred type keeps all values are
   * converted back.
   */
  private Dataset<Row> withFoldersAsText(
      String path, StructType types, ListedFiles listed, Set<String> changed) {
    session.conf().set(GUESS_FOLDER_TYPES, false);
    try {
      Dataset<Row> rows = load(path);
      List<Column> columns = new ArrayList<>();
      for (StructField field : rows.schema().fields()) {
        Column column = ColumnLookup.named(field.name());
        boolean typed =
            listed.partitionColumns().contains(field.name())
                && !changed.contains(field.name())
                && field.dataType().equals(DataTypes.StringType);
        columns.add(
            typed ? column.cast(types.apply(field.name()).dataType()).as(field.name()) : column);
      }
      return rows.select(columns.toArray(Column[]::new));
    } finally {
      session.conf().set(GUESS_FOLDER_TYPES, true);
    }
  }
}
