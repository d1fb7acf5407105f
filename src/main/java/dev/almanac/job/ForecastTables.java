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

/** Locations of forecast tables. */
public final class ForecastTables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\\\]");
  private static final int LONGEST_PATH = 2_000;

  private ForecastTables() {}

  /**
   * Checks a table argument: a plain name, or a path with a slash and no parent segments.
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

  /**
   * A hint to the table of the job with this name, if that differs: the two names are often
   * confused.
   */
  public static String hint(String table) {
    try {
      String derived = TableNames.derived(new ModelName(table).value());
      return derived.equals(table)
          ? ""
          : "%nA job called '%s' that names no forecasts.table publishes to '%s'."
              .formatted(table, derived);
    } catch (IllegalArgumentException e) {
      // No job has this name.
      return "";
    }
  }

  /** The job in the form of its publications. */
  static PublishingJob publishing(JobSpec job) {
    return new PublishingJob(job.model().value(), job.forecasts().takeOver());
  }

  /** The platform's warehouse, which finds the jobs of runs in the runs table. */
  static Warehouse warehouse(SparkSession spark, PlatformSpec platform) {
    return new Warehouse(
        spark, name -> location(platform, name), new RunTableWriter(spark, platform).jobs());
  }

  /**
   * The absolute location of a forecast or rejects table: a plain name is under the warehouse's
   * root; a name with a slash or a scheme is a path relative to home.
   */
  public static String location(PlatformSpec platform, String table) {
    if (table.contains("/") || table.contains(":")) {
      return platform.resolve(table);
    }
    String root = platform.resolve(platform.warehouseRoot());
    return root.endsWith("/") ? root + table : root + "/" + table;
  }
}
