package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.SourceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * CSV files with headers. Columns are resolved by header name; Spark resolves them by position. The
 * driver reads the header of one file; each task compares the headers of its files with it, so that
 * a folder of many files needs no further listing or opening.
 */
final class CsvSource {
  /** The most files that are tried in the search for a header; empty ones have none. */
  private static final int FILES_TRIED = 20;

  private final SourceSpec source;
  private final String path;
  private final Reader readers;

  /** Creates readers with the options of the source. */
  @FunctionalInterface
  interface Reader {
    DataFrameReader fresh();
  }

  CsvSource(SourceSpec source, String path, Reader readers) {
    this.source = source;
    this.path = path;
    this.readers = readers;
  }

  /** Whether the files of a source have headers. */
  static boolean hasHeader(SourceSpec source) {
    return source.isTrue("header");
  }

  /**
   * The rows, with columns in the order of the schema, or of the header if there is none.
   *
   * @throws AlmanacException SOURCE_UNREADABLE if the header lacks a column of the schema
   */
  Dataset<Row> rows() {
    Optional<StructType> schema = source.schema().map(StructType::fromDDL);
    Dataset<Row> listing =
        readers
            .fresh()
            .schema(schema.orElse(new StructType().add("_c0", DataTypes.StringType)))
            .load(path);
    Optional<ListedFiles> listed = ListedFiles.of(listing);
    List<String> header = listed.map(this::header).orElse(List.of());
    if (header.isEmpty() && schema.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.SOURCE_UNREADABLE,
          "source '%s' has no CSV file with a header, so that nothing says which columns it has.\nWrite a schema, or correct the path."
              .formatted(source.name()));
    }
    if (header.isEmpty()) {
      return listing;
    }
    List<String> folders = listed.get().partitionColumns();
    return schema.isPresent()
        ? byName(schema.get(), header, folders, listed.get())
        : asInHeader(header, listed.get());
  }

  private Dataset<Row> byName(
      StructType schema, List<String> header, List<String> folders, ListedFiles listed) {
    StructField[] read = new StructField[header.size()];
    String[] names = new String[header.size()];
    List<String> missing = new ArrayList<>();
    List<StructField> ofFolders = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (folders.contains(field.name())) {
        ofFolders.add(field);
        continue;
      }
      int place = place(header, field.name());
      if (place < 0) {
        missing.add("'" + field.name() + "'" + Text.didYouMean(field.name(), header));
      } else {
        read[place] = field;
        names[place] = field.name();
      }
    }
    if (!missing.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.SOURCE_UNREADABLE,
          "source '%s': the header of its CSV files has no column %s.\nThe header is: %s.\nName the columns in the schema as the header does; their order may differ."
              .formatted(source.name(), String.join(", ", missing), shown(header)));
    }
    for (int i = 0; i < read.length; i++) {
      if (read[i] == null) {
        read[i] = field(header.get(i), DataTypes.StringType);
        names[i] = "__unread_" + i;
      }
    }
    Dataset<Row> rows = load(read, names, header, ofFolders, listed, false);
    List<String> selected = new ArrayList<>(Arrays.asList(schema.fieldNames()));
    folders.stream().filter(name -> !selected.contains(name)).forEach(selected::add);
    return rows.select(
        selected.stream().map(ColumnLookup::named).toArray(org.apache.spark.sql.Column[]::new));
  }

  private Dataset<Row> asInHeader(List<String> header, ListedFiles listed) {
    boolean guessed = source.isTrue("inferSchema");
    StructField[] read = new StructField[header.size()];
    String[] names = new String[header.size()];
    StructType found =
        guessed ? readers.fresh().load(path).schema() : new StructType(new StructField[0]);
    if (guessed && found.size() < header.size()) {
      throw different(header, listed);
    }
    for (int i = 0; i < read.length; i++) {
      names[i] = isUnique(header, i) ? header.get(i) : made(header.get(i), i);
      read[i] = field(names[i], guessed ? found.fields()[i].dataType() : DataTypes.StringType);
    }
    return load(read, names, header, List.of(), listed, guessed);
  }

  /** Reads by header position, compares each file's header, and names the columns. */
  private Dataset<Row> load(
      StructField[] columns,
      String[] names,
      List<String> header,
      List<StructField> ofFolders,
      ListedFiles listed,
      boolean guessed) {
    boolean comparable = isComparable(header);
    if (!comparable && listed.files().size() > 1) {
      throw different(header, listed);
    }
    StructType schema = new StructType();
    for (int i = 0; i < columns.length; i++) {
      DataType type = StrictText.readType(source, columns[i].dataType(), guessed);
      schema = schema.add(field(comparable ? header.get(i) : made(header.get(i), i), type));
    }
    for (StructField folder : ofFolders) {
      schema = schema.add(folder);
    }
    Dataset<Row> rows =
        readers.fresh().option("enforceSchema", !comparable).schema(schema).load(path);
    String[] all = rows.columns();
    System.arraycopy(names, 0, all, 0, names.length);
    Dataset<Row> named = Arrays.equals(all, rows.columns()) ? rows : rows.toDF(all);
    return converted(named, columns, names, guessed);
  }

  private Dataset<Row> converted(
      Dataset<Row> rows, StructField[] columns, String[] names, boolean guessed) {
    Dataset<Row> converted = rows;
    for (int i = 0; i < columns.length; i++) {
      DataType type = columns[i].dataType();
      if (StrictText.isFor(source, type, guessed)) {
        converted =
            converted.withColumn(
                names[i],
                StrictText.converted(source, ColumnLookup.named(names[i]), names[i], type));
      }
    }
    return converted;
  }

  /** The first line of the first non-empty file, as Spark splits it. */
  private List<String> header(ListedFiles listed) {
    return listed.files().stream()
        .filter(file -> file.length() > 0)
        .sorted(Comparator.comparing(ListedFiles.ListedFile::path))
        .limit(FILES_TRIED)
        .map(file -> firstLine(file.path()))
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private List<String> firstLine(String file) {
    List<Row> first =
        readers
            .fresh()
            .option("header", false)
            .option("inferSchema", false)
            .load(PathPattern.exactly(file))
            .takeAsList(1);
    if (first.isEmpty()) {
      return List.of();
    }
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < first.get(0).size(); i++) {
      cells.add(first.get(0).isNullAt(i) ? "" : String.valueOf(first.get(0).get(i)));
    }
    return cells;
  }

  /**
   * The position of a name in the header, or -1. An exact match is preferred to one that differs in
   * case or blanks.
   *
   * @throws AlmanacException SOURCE_UNREADABLE if the name is ambiguous
   */
  private int place(List<String> header, String name) {
    int exact = header.indexOf(name);
    List<Integer> near = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (same(header.get(i), name)) {
        near.add(i);
      }
    }
    if (near.size() > 1 && (exact < 0 || exact != header.lastIndexOf(name))) {
      throw new AlmanacException(
          ErrorCode.SOURCE_UNREADABLE,
          "source '%s': the header of its CSV files has the name '%s' more than once, in places %s.\nGive the columns distinct names in the files."
              .formatted(source.name(), name, near.stream().map(place -> place + 1).toList()));
    }
    return exact >= 0 ? exact : near.isEmpty() ? -1 : near.get(0);
  }

  private static boolean same(String one, String other) {
    return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * Whether Spark can compare other headers with this one: names are distinct and at most one is
   * empty.
   */
  private static boolean isComparable(List<String> header) {
    return header.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count()
        == header.size();
  }

  private static boolean isUnique(List<String> header, int place) {
    String name = header.get(place);
    return !name.isEmpty()
        && header.stream().filter(other -> other.equalsIgnoreCase(name)).count() == 1;
  }

  /** The name that Spark gives to a column whose own name is empty or a duplicate. */
  private static String made(String name, int place) {
    return name.isEmpty() ? "_c" + place : name + place;
  }

  private AlmanacException different(List<String> header, ListedFiles listed) {
    return new AlmanacException(
        ErrorCode.SOURCE_UNREADABLE,
        "source '%s': the headers of its %s CSV files cannot be compared, since names are empty, repeated or more in one file than in another.\nOne header is: %s.\nGive each column a name of its own, the same in all files."
            .formatted(source.name(), Text.grouped(listed.files().size()), shown(header)));
  }

  private static String shown(List<String> header) {
    return Text.printable(String.join(", ", header), 400);
  }

  private static StructField field(String name, DataType type) {
    return new StructField(name, type, true, Metadata.empty());
  }
}
