package dev.almanac.data;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.SourceVersion;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * Rows of a dataset, with the version of each source. The rows are pinned: evaluating them again
 * reads the same versions of versioned sources.
 *
 * @param warnings warnings for the person who runs the job
 */
public record Table(Dataset<Row> rows, List<SourceVersion> sources, List<String> warnings) {
  private static final Set<String> TEXT_FORMATS = Set.of("csv", "json", "text", "xml");

  /** The Unicode replacement character of undecodable bytes. */
  private static final String REPLACEMENT = "\uFFFD";

  /**
   * Result of one pass over the rows.
   *
   * @param rows number of rows
   * @param warnings text columns with undecodable values, with counts
   */
  public record Counted(long rows, List<String> warnings) {
    /** Copies the warnings. */
    public Counted {
      warnings = List.copyOf(warnings);
    }
  }

  /** Copies the lists. */
  public Table {
    sources = List.copyOf(sources);
    warnings = List.copyOf(warnings);
  }

  /**
   * Counts the rows, and the undecodable values of text columns. The latter are counted only if a
   * source has a text format; other formats have a fixed encoding.
   *
   * @param columns the columns to check; those of other types, or that do not exist, are ignored
   */
  public Counted counted(Collection<String> columns) {
    List<String> texts = textsAmong(columns);
    if (texts.isEmpty()) {
      return new Counted(rows.count(), List.of());
    }
    Stream<Column> undecodedValues =
        texts.stream().map(name -> count_if(ColumnLookup.named(name).contains(REPLACEMENT)));
    Row found =
        rows.select(Stream.concat(Stream.of(count(lit(1))), undecodedValues).toArray(Column[]::new))
            .head();
    List<String> undecoded = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      long values = found.getLong(i + 1);
      if (values > 0) {
        undecoded.add(undecoded(texts.get(i), values));
      }
    }
    return new Counted(found.getLong(0), undecoded);
  }

  /** The text columns that may have undecodable values; empty if no source has a text format. */
  public List<String> textsAmong(Collection<String> columns) {
    return isText()
        ? Arrays.stream(rows.schema().fields())
            .filter(field -> field.dataType() instanceof StringType)
            .map(StructField::name)
            .filter(columns::contains)
            .toList()
        : List.of();
  }

  /** A warning about undecodable values of a column. */
  public static String undecoded(String column, long values) {
    return "column '%s' has %s with bytes that are not of the encoding (U+FFFD stands for them); name it in the source's options, such as encoding = ISO-8859-1"
        .formatted(Text.printable(column), Text.count(values, "value"));
  }

  /** Whether a source has a text format, whose encoding the job file declares or is UTF-8. */
  public boolean isText() {
    return sources.stream()
        .anyMatch(source -> TEXT_FORMATS.contains(source.format().toLowerCase(Locale.ROOT)));
  }
}
