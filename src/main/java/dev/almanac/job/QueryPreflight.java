package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.data.QueryCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Checks the syntax and tables of queries before a job starts; uses a parser and no Spark session.
 */
public final class QueryPreflight {
  private QueryPreflight() {}

  /**
   * Refuses a job with a query that Spark cannot parse, or that reads a table other than its
   * sources.
   *
   * @param places finds the location of a character of a job's text, by its path in the job file
   *     and the number of characters before it
   * @throws AlmanacException {@code CONFIG_INVALID} with every problem of all queries
   */
  public static void require(JobSpec job, BiFunction<String, Integer, String> places) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    check("train.query", job.train().dataset(), places, keys);
    check("score.query", job.score().dataset(), places, keys);
    if (!keys.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "job %s has %s in its queries:%n%s"
              .formatted(
                  job.model(),
                  Text.count(keys.size(), "problem"),
                  keys.entrySet().stream()
                      .map(
                          entry -> entry.getKey().formatted(String.join(" and ", entry.getValue())))
                      .collect(Collectors.joining(System.lineSeparator()))));
    }
  }

  /** Adds problems; queries that share one text have them at the same location. */
  private static void check(
      String key,
      DatasetSpec dataset,
      BiFunction<String, Integer, String> places,
      Map<String, List<String>> keys) {
    if (dataset.query().isEmpty()) {
      return;
    }
    String query = dataset.query().get();
    List<String> sources = dataset.sources().stream().map(SourceSpec::name).toList();
    for (QueryCheck.Finding finding : QueryCheck.check(query, sources)) {
      String problem =
          "  %s: %%s: %s%s"
              .formatted(
                  places.apply(key, finding.offset()).replace("%", "%%"),
                  position(query, finding.offset()),
                  finding.what().replace("%", "%%"));
      keys.computeIfAbsent(problem, any -> new ArrayList<>()).add(key);
    }
  }

  /** {@code "line 3, position 14: "}; for a query of one line {@code "position 14: "}. */
  private static String position(String query, int offset) {
    int start = query.lastIndexOf('\n', offset - 1) + 1;
    long line = 1 + query.substring(0, start).chars().filter(c -> c == '\n').count();
    int position = offset - start + 1;
    return query.strip().contains("\n")
        ? String.format(Locale.ROOT, "line %d, position %d: ", line, position)
        : String.format(Locale.ROOT, "position %d: ", position);
  }
}
