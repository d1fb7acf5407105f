package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Partition values in folder names, such as {@code zip=01234}. Spark infers their types, which may
 * change the value: 01234 becomes the number 1234.
 */
final class PartitionFolders {
  private static final String NONE = "__HIVE_DEFAULT_PARTITION__";

  /** Escaped bytes above 7F: Spark decodes each byte as a character, which corrupts UTF-8. */
  private static final Pattern ENCODED_ABOVE_7F = Pattern.compile("%[89A-Fa-f][0-9A-Fa-f]");

  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9]\\d*");
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?");

  private static final Pattern EMPTY = Pattern.compile("Empty partition column value in '(.*)'");

  private PartitionFolders() {}

  /** The folder without a partition value that made Spark fail, if that is the cause. */
  static Optional<String> withoutValue(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher matcher = EMPTY.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return Optional.of(Text.printable(matcher.group(1)));
      }
    }
    return Optional.empty();
  }

  /**
   * The columns whose inferred type changes a value, each with one such value.
   *
   * @param schema the table's columns, with the inferred types
   * @param source the source's name, for messages
   * @throws AlmanacException SOURCE_UNREADABLE if Spark cannot decode the name of a folder
   */
  static Map<String, String> changedByType(ListedFiles listed, StructType schema, String source) {
    Map<String, String> changed = new TreeMap<>();
    Map<String, DataType> types = new LinkedHashMap<>();
    Arrays.stream(schema.fields())
        .filter(field -> listed.partitionColumns().contains(field.name()))
        .forEach(field -> types.put(field.name(), field.dataType()));
    if (types.isEmpty()) {
      return changed;
    }
    for (ListedFiles.ListedFile file : listed.files()) {
      String[] folders = file.path().split("/", -1);
      for (String folder : Arrays.copyOf(folders, folders.length - 1)) {
        check(folder, types, source)
            .ifPresent(pair -> changed.putIfAbsent(pair.getKey(), pair.getValue()));
      }
    }
    return changed;
  }

  private static Optional<Map.Entry<String, String>> check(
      String folder, Map<String, DataType> types, String source) {
    int equals = folder.indexOf('=');
    if (equals <= 0) {
      return Optional.empty();
    }
    String column = ExternalCatalogUtils.unescapePathName(folder.substring(0, equals));
    String written = folder.substring(equals + 1);
    DataType type = types.get(column);
    if (type == null || written.equals(NONE)) {
      return Optional.empty();
    }
    if (ENCODED_ABOVE_7F.matcher(written).find()) {
      throw new AlmanacException(
          ErrorCode.SOURCE_UNREADABLE,
          "source '%s' has the folder '%s', whose name Spark cannot decode: it reads each percent-encoded byte above 7F as a character of its own.\nRename such folders to the plain text, or have them written so (pyarrow: segment_encoding=\"none\")."
              .formatted(source, Text.printable(folder)));
    }
    String value = ExternalCatalogUtils.unescapePathName(written);
    return survives(value, type) ? Optional.empty() : Optional.of(Map.entry(column, value));
  }

  /** Whether a value is unchanged after conversion to the type and back to text. */
  static boolean survives(String value, DataType type) {
    if (type instanceof IntegerType || type instanceof LongType || type instanceof DecimalType) {
      return WHOLE.matcher(value).matches();
    }
    if (type instanceof DoubleType) {
      return isPlainNumber(value);
    }
    if (type instanceof DateType) {
      return isDate(value);
    }
    return !(type instanceof TimestampType || type instanceof TimestampNTZType)
        || INSTANT.matcher(value).matches();
  }

  private static boolean isPlainNumber(String value) {
    try {
      double number = Double.parseDouble(value);
      return WHOLE.matcher(value).matches()
          ? new BigDecimal(number).compareTo(new BigDecimal(value)) == 0
          : new BigDecimal(Double.toString(number)).toPlainString().equals(value);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDate(String value) {
    try {
      return LocalDate.parse(value).toString().equals(value);
    } catch (java.time.DateTimeException e) {
      return false;
    }
  }
}
