package dev.almanac.data;

import java.util.Map;

/** Spark settings of the session that reads sources and runs the queries of a job. */
final class ReadSettings {
  private static final String FALSE = "false";
  private static final String TRUE = "true";

  /**
   * Required settings: with other values the same job returns other rows, or silently loses some.
   */
  static final Map<String, String> REQUIRED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          // Otherwise ${env:NAME} in a query is replaced by the environment's value, and ${name} by
          // nothing.
          "spark.sql.variable.substitute", FALSE,
          // Otherwise a failed cast, an overflow and a division by zero return null.
          "spark.sql.ansi.enabled", TRUE,
          "spark.sql.legacy.timeParserPolicy", "CORRECTED",
          "spark.sql.files.ignoreCorruptFiles", FALSE,
          "spark.sql.files.ignoreMissingFiles", FALSE,
          "spark.sql.sources.validatePartitionColumns", TRUE);

  /**
   * A value that is rejected, rather than replaced, if a site sets it.
   *
   * @param why its effect, as a clause
   * @param advice what else to do, as a clause; may be empty
   */
  record Refusal(String value, String why, String advice) {}

  private static final Refusal LOSES_FILES =
      new Refusal(
          TRUE,
          "would turn damaged or missing files into missing rows without a word",
          "; repair or drop the files instead");

  /** Settings that a site may have set on purpose; replacing them silently would be surprising. */
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
