package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a job says differently, {@code check} explains differently. */
class JobExplainerTest {
  private static final String VALUES =
      """
      name = other
      description = words
      run-date = 2026-04-01
      alias = none                                       | train.gate.auc.champion = null
      sources.customers.path = elsewhere
      sources.customers.format = orc
      sources.customers.options = { a = b }
      sources.customers.schema = "id BIGINT"
      sources.customers.version = 3                      | sources.customers.format = delta
      sources.customers.empty-text = missing
      train.query = "SELECT * FROM customers"
      train.label = gone
      train.positive = "yes"
      train.features.numeric = { weight {} }
      train.features.categorical = { street {} }
      train.features.text = { more {} }
      train.features.expressions = { half { sql = "age / 2" } }
      train.features.except = [age2]                     | train.features.numeric."a*" {}
      train.features.interactions = [[age, city]]
      train.features.principal-components = 2            | train.features.text = null
      train.features.numeric.age.missing = mean
      train.features.numeric.age.constant = 7            | train.features.numeric.age.missing = constant
      train.features.numeric.age.clip.min = 1
      train.features.numeric.age.clip.max = 9
      train.features.numeric.age.log = true
      train.features.numeric.age.scale = standard
      train.features.numeric.age.buckets = [1, 2]
      train.features.numeric.age.quantile-buckets = 4
      train.features.numeric.age.buckets-as = number     | train.features.numeric.age.buckets = [1, 2]
      train.features.categorical.city.missing = level
      train.features.categorical.city.unseen = reject
      train.features.categorical.city.rare.min-rows = 9
      train.features.categorical.city.rare.min-share = 0.1
      train.features.text.note.missing = empty
      train.features.text.note.stop-words = english
      train.features.text.note.n-grams = 2
      train.features.text.note.vocabulary = 77
      train.features.text.note.rare.min-rows = 9
      train.features.text.note.rare.min-share = 0.1
      train.features.text.note.binary = true
      train.features.text.note.idf = true
      train.features.expressions.old.sql = "age * 3"
      train.features.expressions.old.undefined = 4
      train.split.column = week
      train.split.values = [test]                        | train.split { by = column, values = [other] }
      train.split.from = 2026-01-01
      train.split.holdout = 0.33
      train.window.column = week                         | train.window { column = day, days = 5 }
      train.window.days = 9                              | train.window { column = day, days = 5 }
      train.window.from = 2020-01-01                     | train.window { column = day, from = 2019-01-01 }
      train.skip-if-unchanged = true
      train.weights.column = w
      train.weights.classes = { "1" = 3 }
      train.weights.balanced = true
      train.weights.offset = o                           | train { task = regression, positive = null, gate = null, algorithm { name = glm, params { family = poisson, link = log } } }
      train.algorithm.name = gbt
      train.algorithm.params = { max-iter = 7 }
      train.search.over = { reg-param = [0, 0.5] }
      train.search.tries = 2                             | train.search.over { reg-param = [0, 0.1, 0.5] }
      train.search.metric = log-loss                     | train.search.over { reg-param = [0, 0.5] }
      train.search.validation.by = folds                 | train.search.over { reg-param = [0, 0.5] }
      train.search.validation.folds = 5                  | train.search { over { reg-param = [0, 0.5] }, validation.by = folds }
      train.search.validation.holdout = 0.4              | train.search.over { reg-param = [0, 0.5] }
      train.search.parallel = 2                          | train.search.over { reg-param = [0, 0.5] }
      train.search.minutes = 5                           | train.search.over { reg-param = [0, 0.5] }
      train.warm-start = true                            | train { features { text = null, expressions = null }, algorithm { name = xgboost } }
      train.seed = 2
      train.reproducible = exact
      train.gate = { log-loss { max = 1 } }
      train.gate.auc.min = 0.7
      train.gate.auc.max = 0.99
      train.gate.auc.champion = null
      train.gate.auc.segments = { street { min = 0.4 } }
      train.gate.auc.champion.worse-by = 0.01
      train.gate.auc.champion.confidence = 0.9
      train.gate.auc.champion.judge = pessimistic
      train.gate.auc.segments.city.min = 0.4
      train.gate.auc.segments.city.max = 0.9
      train.gate.auc.segments.city.min-rows = 5
      train.parity.rows = 7
      train.parity.tolerance = 1e-8
      score.query = "SELECT * FROM customers"
      score.model = "churn:7"
      score.keys = [other]
      score.pass-through = [other]
      score.engine = spark
      score.max-rejected-share = 0.2
      score.max-rejected-rows = 3
      score.when-empty = skip
      score.segments.column = street                     | score.segments { column = city, models { a = "churn:1" } }
      score.segments.models = { b = "churn:2" }          | score.segments { column = city, models { a = "churn:1" } }
      score.challengers = { more { model = "churn:3" } }
      score.challengers.next.model = "churn:4"
      score.challengers.next.table = elsewhere
      score.challengers.next.rejects = elsewhere
      decision.threshold = 0.3
      decision.thresholds = { "1" = 0.3 }
      decision.costs = { "1" { "0" = 9 } }
      decision.abstain-below = 0.8
      forecasts.table = other
      forecasts.rejects = other
      forecasts.catalog-table = ml.churn
      forecasts.take-over = old-churn
      forecasts.guards.min-rows = 5
      forecasts.guards.nulls.action = refuse
      forecasts.guards.nulls.most = 0.77
      forecasts.guards.input-drift.action = refuse
      forecasts.guards.input-drift.most = 0.77
      forecasts.guards.forecast-drift.action = off
      forecasts.guards.forecast-drift.most = 0.77
      forecasts.guards.last-drift.action = refuse
      forecasts.guards.last-drift.most = 0.77
      forecasts.guards.label-flips.action = refuse
      forecasts.guards.label-flips.most = 0.77
      forecasts.guards.movers.action = refuse
      forecasts.guards.movers.most = 0.77
      forecasts.guards.movers.by = 0.77
      forecasts.guards.segments.action = refuse
      forecasts.guards.segments.most = 0.77              | forecasts.guards.segments.column = id
      forecasts.guards.segments.column = id
      publish = null
      publish.jdbc.url = "jdbc:postgresql://other/ml"
      publish.jdbc.user = other
      publish.jdbc.password = other
      publish.jdbc.table = ml.other
      publish.jdbc.create-table = false
      publish.jdbc.batch-mb = 3
      publish.jdbc.connect-seconds = 3
      publish.jdbc.statement-seconds = 3
      almanac.registry.root = elsewhere
      almanac.registry.single-writer = true
      almanac.warehouse.root = elsewhere
      almanac.warehouse.runs = other
      almanac.spark.master = "local[1]"
      almanac.spark.conf = { spark.x = y }
      almanac.log-file = elsewhere
      """;

  /**
   * By key: another value than that of {@link ReferenceKeys#JOB}, and what both need besides,
   * behind a {@code |}.
   */
  private static final Map<String, String> OTHERS = others();

  /** Keys that change nothing of what a job does. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "define", // texts that other settings repeat
          "almanac.home", // where relative places begin, each of which is explained
          "train.sources", // as sources
          "score.sources");

  @TempDir private Path site = Path.of("unset");

  private static Map<String, String> others() {
    Map<String, String> others = new HashMap<>();
    VALUES.lines().forEach(line -> others.put(line.split(" = ", 2)[0], line));
    // these are right only with others
    others.put(
        "sources.customers.table",
        "sources.customers { path = null, format = null, table = ml.customers }");
    others.put("train.split.by", "train.split { by = random, column = null }");
    others.put(
        "train.task",
        "train { task = multiclass, positive = null, gate = null, algorithm.name = random-forest"
            + " }");
    return others;
  }

  static Stream<String> keys() {
    return OTHERS.keySet().stream().sorted();
  }

  @Test
  void everyKeyIsThere() {
    Set<String> keys =
        Stream.concat(ReferenceKeys.ofJob().stream(), ReferenceKeys.ofPlatform().stream())
            .filter(key -> !key.startsWith("almanac.serve")) // of another command
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> explained = new TreeSet<>(OTHERS.keySet());
    explained.addAll(WITHOUT_EFFECT);
    // a block says what is in it
    keys.removeIf(key -> explained.stream().anyMatch(other -> other.startsWith(key + ".")));
    explained.removeIf(key -> keys.stream().noneMatch(key::equals) && !isBlock(key));

    assertThat(explained).containsAll(keys);
  }

  private static boolean isBlock(String key) {
    return OTHERS.keySet().stream().anyMatch(other -> other.startsWith(key + "."));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void isExplained(String key) throws IOException {
    String[] parts = OTHERS.getOrDefault(key, "").split(" \\| ", 2);
    String needed = parts.length > 1 ? parts[1].strip() + "\n" : "";

    assertThat(explanation(needed + parts[0].strip() + "\n")).isNotEqualTo(explanation(needed));
  }

  /** The cases that were found by use. */
  @Test
  void saysSearchWindowWeightsSegmentsChallengersAndCopies() throws IOException {
    assertThat(
            explanation(
                """
                train {
                  search { over { reg-param { min = 0.0001, max = 1, log = true }, elastic-net-param = [0, 0.5, 1] }
                    tries = 3, metric = log-loss, validation { by = time-folds, folds = 2 }, parallel = 2 }
                  window { column = day, days = 40 }
                  weights { classes { "1" = 5 } }
                }
                score.segments { column = region, models { north = "churn@champion" } }
                decision.abstain-below = 0.7
                """))
        .contains(
            "window     the 40 days before the run date, by day",
            "weights    rows count by label: 1 = 5",
            "search     3 combinations drawn over elastic-net-param 0 | 0.5 | 1, reg-param from"
                + " 0.0001 to 1 by logarithm; the best by log-loss, judged by 2 folds of the"
                + " training part in order of time; 2 fits at a time",
            "segments   where region is 'north': churn@champion",
            "compares   next (churn@challenger) into churn_next and churn_next_rejects",
            "parity     the PMML must answer 2,000 holdout rows and rows at the edges as Spark"
                + " does, within 1e-9",
            "copies     what is published to ml.churn in jdbc:postgresql://db/ml");
  }

  @Test
  void warnsOfKeysThatTheQueryMakesAndSaysWhatIsAPattern() throws IOException {
    assertThat(
            explanation(
                """
                score.query = "SELECT *, uuid() AS id FROM customers"
                score.keys = [id]
                sources.customers.path = "/data/[new]/*.csv"
                """))
        .contains(
            "beware     the key 'id' is made by uuid(): another run gives the same rows other keys",
            "/data/[new]/*.csv; a pattern of files, unless one has just this name");
    assertThat(explanation("")).doesNotContain("beware", "a pattern of files");
  }

  @Test
  void masksSecrets() throws IOException {
    assertThat(explanation("sources.customers.options { api-key = hunter2planted, b = c }\n"))
        .contains("options api-key = ******, b = c")
        .doesNotContain("hunter2planted");
  }

  private String explanation(String lines) throws IOException {
    List<String> ofSite = lines.lines().filter(line -> line.startsWith("almanac.")).toList();
    List<String> ofJob = lines.lines().filter(line -> !line.startsWith("almanac.")).toList();
    Path job =
        Files.writeString(
            site.resolve("job.conf"), ReferenceKeys.JOB + String.join("\n", ofJob) + "\n");
    Path settings = Files.writeString(site.resolve("almanac.conf"), String.join("\n", ofSite));
    Cli.Result result =
        new Cli(site)
            .raw(
                Map.of("ALMANAC_HOME", "/somewhere"),
                "check",
                job.toString(),
                "--platform",
                settings.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out();
  }
}
