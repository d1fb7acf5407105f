package dev.almanac.training;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.XmlText;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Levels of categorical features in the training data. */
final class Levels {
  private static final int MOST_LEVELS = 10_000;
  private static final String LEVEL = "__level";

  private Levels() {}

  /**
   * Finds the levels.
   *
   * @return by categorical feature its levels that are not rare, sorted
   * @throws AlmanacException WRONG_TYPE if a feature has too many levels, or a level that no model
   *     file can hold
   */
  static Map<String, List<String>> of(
      Dataset<Row> train, long trainRows, List<FeatureSpec> features) {
    Map<String, List<String>> levels = new TreeMap<>();
    List<String> all = new ArrayList<>();
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Categorical category) {
        if (category.rare().any()) {
          levels.put(category.name(), frequent(train, trainRows, category));
        } else {
          all.add(category.name());
        }
      }
    }
    if (all.isEmpty()) {
      return levels;
    }
    // An approximate count comes first: the levels of a key used as category could exhaust the
    // driver's memory.
    Row rough =
        aggregate(train, all.stream().map(name -> approx_count_distinct(ExactNames.column(name))));
    for (int i = 0; i < all.size(); i++) {
      requireFew(all.get(i), rough.getLong(i), 2L * MOST_LEVELS);
    }
    Row found = aggregate(train, all.stream().map(name -> collect_set(ExactNames.column(name))));
    for (int i = 0; i < all.size(); i++) {
      levels.put(all.get(i), usable(all.get(i), found.<String>getList(i)));
    }
    return levels;
  }

  /** The levels that are frequent enough. Executors filter them, since there may be very many. */
  private static List<String> frequent(
      Dataset<Row> train, long trainRows, FeatureSpec.Categorical category) {
    List<String> found =
        train
            .filter(ExactNames.column(category.name()).isNotNull())
            .groupBy(ExactNames.column(category.name()).as(LEVEL))
            .count()
            .filter(col("count").geq(category.rare().fewest(trainRows)))
            .select(LEVEL)
            .limit(MOST_LEVELS + 1)
            .as(Encoders.STRING())
            .collectAsList();
    return usable(category.name(), found);
  }

  private static List<String> usable(String name, List<String> levels) {
    List<String> sorted = levels.stream().sorted().toList();
    requireFew(name, sorted.size(), MOST_LEVELS);
    requireUsable(name, sorted);
    return sorted;
  }

  private static Row aggregate(Dataset<Row> rows, Stream<Column> columns) {
    return rows.select(columns.toArray(Column[]::new)).head();
  }

  private static void requireFew(String name, long levels, long most) {
    if (levels > most) {
      throw new AlmanacException(
          ErrorCode.WRONG_TYPE,
          "categorical feature '%s' has about %s levels, and %s is the most.\nIt looks like a key, a time or a number: make it numeric, let rare levels count as unseen (rare { min-rows = 20 }, unseen = level), or leave it out."
              .formatted(name, Text.grouped(levels), Text.grouped(MOST_LEVELS)));
    }
  }

  private static void requireUsable(String name, List<String> levels) {
    for (String level : levels) {
      if (level.equals(ModelColumns.MISSING_LEVEL) || level.equals(ModelColumns.UNSEEN_LEVEL)) {
        throw new AlmanacException(
            ErrorCode.WRONG_TYPE,
            "categorical feature '%s' has the level '%s', which Almanac uses for values that are missing or unseen.\nGive it another spelling in the job's query."
                .formatted(name, Text.printable(level)));
      }
      if (!XmlText.isKept(level)) {
        throw new AlmanacException(
            ErrorCode.WRONG_TYPE,
            "categorical feature '%s' has the level '%s' with a control character, which PMML (as XML) cannot hold.\nClean the column in the job's query, such as regexp_replace(%s, '[\\\\p{Cntrl}]', '')."
                .formatted(name, Text.printable(level), ExactNames.inQuery(name)));
      }
    }
  }
}
