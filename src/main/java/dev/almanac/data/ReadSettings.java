package dev.almanac.data;

import java.util.Map;

/** Settings of the session that reads sources and runs the queries of a job. */
final class ReadSettings {
  private static final String FALSE = "false";
  private static final String TRUE = "true";

  /**
   * What no site may change: with other values the same job gives other rows, or loses some without
   * a word.
   */
  static final Map<String, String> REQUIRED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          // Else ${env:NAME} in a query is the environment's value, and ${name} nothing.
          "spark.sql.variable.substitute", FALSE,
          // Else a cast that fails, an overflow and a division by zero give null.
          "spark.sql.ansi.enabled", TRUE,
          "spark.sql.legacy.timeParserPolicy", "CORRECTED",
          "spark.sql.files.ignoreCorruptFiles", FALSE,
          "spark.sql.files.ignoreMissingFiles", FALSE,
          "spark.sql.sources.validatePartitionColumns", TRUE);

  /**
   * A value that is refused where a site has set it, rather than replaced.
   *
   * @param why what it would do, as a clause
   * @param advice what to do besides, as a clause; may be empty
   */
  record Refusal(String value, String why, String advice) {}

  private static final Refusal LOSES_FILES =
      new Refusal(
          TRUE,
          "would turn damaged or missing files into missing rows without a word",
          "; repair or drop the files instead");

  /** What a site may have set on purpose, and would wonder why it has no effect. */
  static final Map<String, Refusal> REFUSED =
      Map.of(
          "spark.sql.files.ignoreCorruptFiles",
          LOSES_FILES,
          "spark.sql.files.ignoreMissingFiles",
          LOSES_FILES,
          "spark.sql.variable.substitute",
          new Refusal(
              TRUE,
              "would put variables of the environment and settings of Spark into queries, and"
                  + " nothing in the place of names it does not know",
              "; write the value in the job file"),
          "spark.sql.ansi.enabled",
          new Refusal(
              FALSE,
              "would turn casts that fail, overflows and divisions by zero into nulls without a"
                  + " word",
              "; write try_cast or try_divide in the query where a null is right"),
          "spark.sql.legacy.timeParserPolicy",
          new Refusal(
              "LEGACY",
              "would read dates that do not exist, such as 2024-02-30, as other dates",
              "; name dateFormat or timestampFormat in the source's options"),
          "spark.sql.sources.validatePartitionColumns",
          new Refusal(
              FALSE,
              "would turn folders whose values do not fit the schema into nulls without a word",
              "; correct the folders or the schema"));

  private ReadSettings() {}
}
