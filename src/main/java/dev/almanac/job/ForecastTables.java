package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.TableNames;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.warehouse.PublishingJob;
import dev.almanac.warehouse.Warehouse;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/** Where forecast tables stand. */
public final class ForecastTables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\\\]");
  private static final int LONGEST_PATH = 2_000;

  private ForecastTables() {}

  /**
   * Checks a table that somebody names: a plain name, or a path with a slash that climbs nowhere.
   *
   * @throws AlmanacException BAD_OPTION if it is neither
   */
  public static String check(String table) {
    boolean path =
        table.contains("/")
            && table.length() <= LONGEST_PATH
            && !HIDDEN.matcher(table).find()
            && !table.contains("%")
            && !List.of(table.split("/", -1)).contains("..");
    if (!path && !NAME.matcher(table).matches()) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "'%s' is not a forecast table: write a name under the warehouse's root (a-z A-Z 0-9 _ -), or a path with a / and without .. \\ %% and control characters.%s"
              .formatted(Text.printable(table), hint(table)));
    }
    return table;
  }

  /** Where a job of this name publishes, if that is elsewhere: people mix the two names up. */
  public static String hint(String table) {
    try {
      String derived = TableNames.derived(new ModelName(table).value());
      return derived.equals(table)
          ? ""
          : "%nA job called '%s' that names no forecasts.table publishes to '%s'."
              .formatted(table, derived);
    } catch (IllegalArgumentException e) {
      // No job is called so.
      return "";
    }
  }

  /** The job as its publications name it. */
  static PublishingJob publishing(JobSpec job) {
    return new PublishingJob(job.model().value(), job.forecasts().takeOver());
  }

  /** The warehouse of a site, which looks the jobs of runs up in the table of runs. */
  static Warehouse warehouse(SparkSession spark, PlatformSpec platform) {
    return new Warehouse(
        spark, name -> location(platform, name), new RunTableWriter(spark, platform).jobs());
  }

  /**
   * The absolute location of a forecast or rejects table: a plain name stands under the warehouse's
   * root; anything with a slash or a scheme is a path of its own, relative to home.
   */
  public static String location(PlatformSpec platform, String table) {
    if (table.contains("/") || table.contains(":")) {
      return platform.resolve(table);
    }
    String root = platform.resolve(platform.warehouseRoot());
    return root.endsWith("/") ? root + table : root + "/" + table;
  }
}
