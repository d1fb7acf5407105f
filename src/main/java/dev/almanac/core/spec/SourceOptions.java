package dev.almanac.core.spec;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Options of Spark's readers that silently lose rows, values or files; they are refused. Option
 * names are case-insensitive, as in Spark.
 */
public final class SourceOptions {
  private static final Set<String> TEXT_FORMATS = Set.of("csv", "json", "xml", "table");

  private static final String LOSES_FILES =
      "turns damaged or missing files into missing rows; leave it out, and repair or remove the"
          + " files";

  /**
   * A refused option.
   *
   * @param textOnly whether only text formats have the option
   * @param harmless accepts the values that lose nothing
   */
  private record Refusal(boolean textOnly, Predicate<String> harmless, String why) {}

  private static final Map<String, Refusal> REFUSED =
      Map.of(
          "ignorecorruptfiles",
          new Refusal(false, "false"::equals, LOSES_FILES),
          "ignoremissingfiles",
          new Refusal(false, "false"::equals, LOSES_FILES),
          "badrecordspath",
          new Refusal(
              false,
              value -> false,
              "moves records that cannot be read out of the table; leave it out, and repair the"
                  + " records"),
          "mode",
          new Refusal(
              true,
              "failfast"::equals,
              "turns records that cannot be read into nulls or drops them; leave it out, and read a"
                  + " doubtful column as STRING with try_cast(… AS DOUBLE) in the query"),
          "columnnameofcorruptrecord",
          new Refusal(
              true,
              value -> false,
              "is of use only where records that cannot be read become nulls; leave it out: such a"
                  + " record ends the run, which names its file"),
          "enforceschema",
          new Refusal(
              true,
              "false"::equals,
              "reads columns by their place, whatever the header says; leave it out: headers are"
                  + " compared by name"),
          "columnpruning",
          new Refusal(
              true,
              "false"::equals,
              "leaves records with too few or too many values unnoticed; leave it out"),
          "samplingratio",
          new Refusal(
              true,
              SourceOptions::isOne,
              "guesses types from some of the records only; leave it out, or write a schema"));

  private SourceOptions() {}

  /**
   * Descriptions of the refused options of a source.
   *
   * @param format the source's format; {@code jdbc} has none of them
   */
  public static List<String> problems(String format, Map<String, String> options) {
    String known = format.toLowerCase(Locale.ROOT);
    List<String> problems = new ArrayList<>();
    options.forEach(
        (name, value) -> {
          Refusal refusal = REFUSED.get(name.toLowerCase(Locale.ROOT));
          if (refusal != null
              && !known.equals("jdbc")
              && (!refusal.textOnly() || TEXT_FORMATS.contains(known))
              && !refusal.harmless().test(value.strip().toLowerCase(Locale.ROOT))) {
            problems.add("%s = %s %s".formatted(name, Text.printable(value), refusal.why()));
          }
        });
    return problems;
  }

  private static boolean isOne(String value) {
    try {
      return Double.parseDouble(value) == 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
