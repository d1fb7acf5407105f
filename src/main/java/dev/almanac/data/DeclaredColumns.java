package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.SourceSpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Compares a declared schema with that of the files, for formats with a schema. Spark fills columns
 * that no file has with nulls, and fails during the run if names differ only in case.
 */
final class DeclaredColumns {
  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  private DeclaredColumns() {}

  /**
   * Rejects a schema that does not match the files.
   *
   * @throws AlmanacException SOURCE_UNREADABLE
   */
  static void require(
      SparkSession session, SourceSpec source, CsvSource.Reader readers, String path) {
    if (source.schema().isEmpty()) {
      return;
    }
    List<String> declared = List.of(StructType.fromDDL(source.schema().get()).fieldNames());
    session.conf().set(CASE_SENSITIVE, true);
    try {
      List<String> found = names(readers.fresh().load(path).schema());
      require(source, declared, found, name -> near(name, found) > 1, "has twice, as %s");
      if (declared.stream().allMatch(name -> near(name, found) == 1)) {
        return;
      }
      List<String> all = ofAllFiles(readers, path);
      require(source, declared, all, name -> near(name, all) == 0, "lacks; it has %s");
    } finally {
      session.conf().unset(CASE_SENSITIVE);
    }
  }

  /** The columns of all files, since newer files may have more columns than the first. */
  private static List<String> ofAllFiles(CsvSource.Reader readers, String path) {
    return names(readers.fresh().option("mergeSchema", true).load(path).schema());
  }

  private static void require(
      SourceSpec source,
      List<String> declared,
      List<String> found,
      Predicate<String> isWrong,
      String how) {
    List<String> wrong = declared.stream().filter(isWrong).toList();
    if (wrong.isEmpty()) {
      return;
    }
    boolean twins = near(wrong.get(0), found) > 1;
    List<String> shown =
        twins ? found.stream().filter(name -> near(name, wrong) > 0).toList() : found;
    throw new AlmanacException(
        ErrorCode.SOURCE_UNREADABLE,
        "the schema of source '%s' names %s, which the %s table %s.\n%s"
            .formatted(
                source.name(),
                Text.few(wrong),
                source.format(),
                how.formatted(Text.few(shown)),
                twins
                    ? "Names that differ by capitals only are one name in SQL: leave them out of"
                        + " the schema, or write the table with distinct names."
                    : "Correct the names in the schema, or leave the schema out."));
  }

  private static long near(String name, List<String> names) {
    return names.stream().filter(name::equalsIgnoreCase).count();
  }

  private static List<String> names(StructType schema) {
    return Arrays.stream(schema.fields()).map(StructField::name).toList();
  }
}
