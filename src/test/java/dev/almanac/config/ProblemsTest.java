package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a job file is told at once, with its line and a way out. */
class ProblemsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void reportsEveryProblemInTheOrderOfItsLines() {
    Jobs.write(
        folder,
        "bad.conf",
        """
        name = "Flight Delay"
        run-date = 2001-13-01
        sources {
          flights { format = parqet, path = data/flights }
        }
        train {
          query = \"""
            SELECT *
            FROM flights
          \"""
          label = late
          task = binry
          features {
            numeric = [distance, late]
            categorical { Distance { unseen = levl } }
          }
          split { by = time, holdout = 1.5 }
          algorithm { name = gbt, params { max-dept = 3, step-size = 2 } }
          sed = 7
          gate { auk { min = 0.6 } }
        }
        score {
          keys = [model, "a*b"]
          engine = fast
        }
        decison { threshold = 0.3 }
        """);

    assertThatThrownBy(() -> Jobs.loader(folder).job(Path.of("bad.conf")))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessage(
            """
            the configuration has 17 problems:
              bad.conf: 1: name: model name 'Flight Delay' is not a name: use 1 to 100 of a-z 0-9 . _ -, beginning with a letter or digit, without '..' or a dot at the end
              bad.conf: 2: run-date: '2001-13-01' is not a date; write year-month-day such as 2001-06-01
              bad.conf: 4: sources.flights.format: 'parqet' is no format; did you mean 'parquet'?
              bad.conf: 12: train.task: 'binry' is not allowed: one of binary, clustering, multiclass, regression; did you mean 'binary'?
              bad.conf: 14: train.features.numeric.late: is the label: the model would be told the answer
              bad.conf: 15: train.features.categorical.Distance: 'distance' is a feature twice; keep one of the two
              bad.conf: 15: train.features.categorical.Distance.unseen: 'levl' is not allowed: one of level, reject; did you mean 'level'?
              bad.conf: 17: train.split.holdout: the holdout is a share of the rows between 0 and 1, not 1.5
              bad.conf: 17: train.split.column: is missing; write the DATE or TIMESTAMP that orders the rows, or by = random
              bad.conf: 18: train.algorithm.params.max-dept: gbt has no parameter 'max-dept'; did you mean 'max-depth'?
              bad.conf: 18: train.algorithm.params.step-size: step-size = 2: expected a number from 1.0E-9 to 1
              bad.conf: 19: train.sed: is not a key here; did you mean 'seed'?
              bad.conf: 20: train.gate.auk: is no measure; did you mean 'auc'?
              bad.conf: 23: score.keys: 'model' is a column that every forecast table has already; give yours another name in the query with AS
              bad.conf: 23: score.keys: 'a*b' cannot be a column here: * is for rules of train.features; give it another name in the query with AS
              bad.conf: 24: score.engine: 'fast' is not allowed: one of auto, compiled, jpmml, spark
              bad.conf: 26: decison: is not a key here; did you mean 'decision'?\
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name = churn2, train = 5                        | train: expected a block { … }, found '5'
          train.task = regression                         | train.positive: belongs to a binary task, not to regression
          train.task = regression                         | logistic-regression cannot do a regression task; decision-tree, gbt, glm, linear-regression, random-forest, xgboost can
          train.positive = null                           | train.positive: is missing; write the label whose probability is told, as text: positive = "1"
          train.label = null                              | train.label: is missing; write the column to forecast
          train.features.numeric = []                     | train.features: there is none
          train.features.numeric = [age, age]             | train.features.numeric: 'age' is there twice
          train.features.numeric = 3                      | expected a block of named blocks { … }, found '3'
          train.features.numeric = [left]                 | train.features.numeric.left: is the label: the model would be told the answer
          train.features.categorical = [AGE]              | train.features.categorical.AGE: 'age' is a feature twice; keep one of the two
          train.features.numeric { a.b {} }               | is not a key here
          train.features.numeric { " b" {} }              | ' b' cannot be a column here
          train.features.numeric { "x\\u0000" {} }        | 'x\\u0000' cannot be a column here
          train.features.numeric { age { missing = level }} | 'level' is not allowed: one of constant, mean, median, reject
          train.features.numeric { age { constant = 3 } } | constant: says nothing unless missing = constant
          train.features.categorical { c { missing = mean } } | 'mean' is not allowed: one of level, reject
          train.split.column = null                       | train.split.column: is missing; write the DATE or TIMESTAMP that
          train.split.by = random                         | train.split.column: says nothing where by = random
          train.split.by = tme                            | 'tme' is not allowed: one of column, key, random, time; did you mean 'time'?
          train.split.from = yesterday                    | 'yesterday' is not a date; write year-month-day
          train.split.holdout = many                      | train.split.holdout: expected a number, found 'many'
          train.split.holdout = 0                         | the holdout is a share of the rows between 0 and 1, not 0.0
          train.algorithm.name = null                     | train.algorithm.name: is missing; one of decision-tree, gbt
          train.algorithm.name = gradient-boosting        | 'gradient-boosting' is not allowed: one of decision-tree, gbt
          train.algorithm.params.max-iter = 1.5           | max-iter = 1.5: expected a whole number from 1 to 1000000
          train.algorithm.params.fit-intercept = maybe    | fit-intercept = maybe: expected true or false
          train.algorithm.params.threshold = 0.3          | 'threshold' of Spark's logistic-regression is not set here: a PMML export drops it
          train.algorithm = {name = gbt, params {impurity = gini}} | impurity = gini: expected one of variance
          train.algorithm = {name = decision-tree, params {impurity = variance}} | 'variance' does not suit a binary task
          train.reproducible = exactly                    | 'exactly' is not allowed: one of exact, statistical; did you mean 'exact'?
          train.seed = 1.5                                | train.seed: expected a whole number
          train.gate.rmse.max = 3                         | train.gate.rmse: is no measure of a binary task, which has auc, pr-auc
          train.gate.auc {}                               | the gate on auc needs a min or a max
          train.gate.auc { min = 1, max = 0 }             | the gate on auc asks for at least 1.0 and at most 0.0
          train.gate.auc { champion = 0.6 }               | train.gate.auc.champion: expected a block { … }, found '0.6'
          train.gate.auc { champion { worse-by = little } } | train.gate.auc.champion.worse-by: expected a number, found 'little'
          train.gate.auc { champion { confidence = 95 } } | train.gate.auc.champion.confidence: confidence is 0.5 to 0.99, not 95.0
          train.gate.auc { champion { judge = mildly } }  | 'mildly' is not allowed: one of difference, optimistic, pessimistic
          train.gate.auc { champion { worse = 1 } }       | train.gate.auc.champion.worse: is not a key here
          train.gate.auc { champion {} }, alias = none    | train.gate.auc.champion: there is none where alias = none
          train.gate.auc { segments { city {} } }         | train.gate.auc.segments.city: the gate on segments of 'city' needs a min or a max
          train.gate.auc { segments { city { min = 1, max = 0 } } } | the gate on segments of 'city' asks for at least 1.0 and at most 0.0
          train.gate.auc { segments { city { min = 0.6, min-rows = 0 } } } | train.gate.auc.segments.city.min-rows: expected a whole number from 1
          train.gate.auc { segments { "a*b" { min = 0.6 } } } | 'a*b' cannot be a column here
          train.gate.auc { segments = [city] }            | train.gate.auc.segments: expected a block of named blocks { … }
          train.parity.rows = 0                           | train.parity.rows: expected a whole number from 1
          train.parity.tolerance = 1                      | parity.tolerance is 0 to 0.001, not 1.0
          sources.b { format = parquet, path = b }        | train.query: is missing; the sources are b, customers
          sources.customers.path = null                   | sources.customers.path: is missing; write where the files are
          sources.customers.table = t                     | sources.customers.path: a source has a path or a table, not both
          sources.customers.version = 3                   | only a delta source has versions, not parquet
          sources.customers.version = -1                  | expected a whole number from 0
          sources.customers { path = null, format = jdbc } | jdbc needs options { url = "jdbc:…" }
          sources.customers { path = null, format = null, table = "a b" } | 'a b' is not a table of a catalog
          sources.customers.options = [1]                 | expected a block of settings { … }, found a list
          sources.customers.options.a = [1]               | expected one value, found a list
          sources.customers.options.IgnoreMissingFiles = true | sources.customers.options: IgnoreMissingFiles = true turns damaged or missing files into missing rows
          sources.customers { format = csv, options { mode = PERMISSIVE } } | sources.customers.options: mode = PERMISSIVE turns records that cannot be read into nulls
          sources.customers.empty-text = null-ish         | 'null-ish' is not allowed: one of keep, missing
          sources { "a;b" { format = orc, path = x } }    | a source is called by a-z A-Z 0-9 _
          sources.Customers { format = orc, path = x }    | sources: 'Customers' and 'customers' are one table in a query
          train.sources.CUSTOMERS { format = orc, path = x } | train.sources: 'customers' and 'CUSTOMERS' are one table in a query
          sources.customers = null                        | there is no table to read
          score.keys = []                                 | score.keys: is empty; write the columns
          score.keys = ["order id "]                      | score.keys: 'order id ' cannot be a column here: it begins or ends with a blank
          train.label = "a.b"                             | train.label: 'a.b' cannot be a label: Spark reads . ` and % in its name as something else
          score.keys = [id, ID]                           | 'ID' is there twice
          score.keys = [Run_Date]                         | 'Run_Date' is a column that every forecast table has already
          score.pass-through = [id]                       | 'id' is in the forecast table already
          score.model = "churn:latest"                    | 'churn:latest' is not a model reference
          score.max-rejected-share = 5                    | score.max-rejected-share: is 0 to 1, not 5.0
          alias = "../up"                                 | alias '../up' is not a name
          train.algorithm.params.weight-col = w           | is not set here: write train.weights { column
          train.algorithm.name = bisecting-kmeans         | train.algorithm.name: 'bisecting-kmeans' cannot be exported to PMML, so nothing could be published; use kmeans
          train.algorithm = {name = gbt, params {loss-type = squared}} | 'squared' does not suit a binary task
          train.task = clustering                         | logistic-regression cannot do a clustering task; kmeans can
          train.task = clustering                         | train.label: says nothing where task = clustering
          train.split { by = key, column = null }         | train.split.column: is missing; write the column whose rows stay together
          train.split { by = column, column = part }      | train.split.values
          train.window { column = day, days = 0 }         | train.window.days: expected a whole number from 1 to 36525
          train.weights { column = w, offset = o }        | only a glm has an offset
          train.weights { classes { "1" = 0 } }           | the weight of '1' is a number above 0
          train.weights { balanced = true, classes { "1" = 2 } } | labels are either balanced or have weights
          train.task = clustering, train.gate.silhouette { champion {} } | train.gate.silhouette.champion: a clustering knows no answer
          train.task = clustering, train.gate.silhouette { min = 0, segments { age { min = 0 } } } | train.gate.silhouette.segments: a clustering is judged as a whole
          train.warm-start = true                         | train.warm-start:
          train.search.over { reg-param = [-1] }          | train.search.over.reg-param: reg-param = -1: expected a number of at least 0
          train.search.over { reg-parm = [1] }            | did you mean 'reg-param'?
          train.search.over { reg-param { min = 1, max = 0 } }, train.search.tries = 3 | min = 1.0 is not below max = 0.0
          train.search.over { reg-param { min = 0, max = 1 } } | reg-param has a range, of which there is no end
          train.search { over { reg-param = [1] }, metric = rmse } | train.search.metric: 'rmse' is not allowed
          train.search { over { reg-param = [1] }, validation.folds = 1 } | train.search.validation.folds: expected a whole number from 2
          decision.thresholds = [1]                       | decision.thresholds: expected a block { label = number }
          decision.thresholds {a = 0}                     | the threshold of 'a' is above 0 and at most 1, not 0.0
          decision.costs {a {b = -1}}                     | the cost of deciding 'b' for 'a' is a number of at least 0, not -1.0
          decision { threshold = 0.3, costs {a {b = 2}} } | threshold, thresholds and costs are three ways to say the same
          decision.abstain-below = 1.5                    | abstain-below is a probability above 0, not 1.5
          train.task = regression, decision.abstain-below = 0.3 | decision.abstain-below: belongs to a classification, not to regression
          train.task = regression, decision.threshold = 0.3 | decision.threshold: belongs to a binary task, not to regression
          decision.threshold = 2                          | a threshold is 0 to 1, not 2.0
          forecasts.rejects = churn                       | forecasts and rejects cannot be the same table
          forecasts.table = "../up"                       | '../up' climbs out with '..'
          forecasts.table = "a b"                         | 'a b' is neither a table's name
          seed = 5                                        | seed: is not a key here; did you mean train.seed?
          almanac.home = x                                | platform settings belong into conf/almanac.conf
          description = [a]                               | description: expected a text, found a list
          train.query = "  "                              | train.query: is empty
          train.features.numeric = [prediction]           | train.features.numeric.prediction: 'prediction' is a column that the model and its scoring add to the rows
          train.features.numeric = [Probability]          | 'Probability' is a column that the model
          train.features.categorical = [decision]         | train.features.categorical.decision: 'decision' is a column that the model
          train.features.text = [probabilities]           | train.features.text.probabilities: 'probabilities' is a column that the model
          train.features.expressions.reject_reason = "age * 2" | train.features.expressions.reject_reason: 'reject_reason' is a column that the model
          train.label = prediction                        | train.label: 'prediction' is a column that the model
          score.segments { column = prediction, models { a = "b:1" } } | score.segments.column: 'prediction' is a column that the model
          train.weights.offset = probability              | train.weights.offset: 'probability' is a column that the model
          description = "a\\u0001b"                        | description: has the character \\u0001, which no report, log or PMML document can hold
          description = "a\\u001bb"                        | description: has the character \\u001b
          description = "a\\ud800b"                        | description: has the character \\ud800
          train.positive = "1\\u0000"                      | train.positive: has the character \\u0000
          train.split { by = column, column = part, values = ["a\\u0002"] } | train.split.values: has the character \\u0002
          train.query = "SELECT * FROM ${define.t}"       | job.conf: 12: train.query: ${define.t} is within quotes, where it is not replaced; write "…"${define.t}
          train.query = "${define.t}"                     | ${define.t} is within quotes, where it is not replaced; write ${define.t}. Where
          train.query = "SELECT '${a}' FROM customers"    | write "…"${a}"…". Where these very characters are meant, write '$' || '{a}' in SQL
          train.query = "SELECT '${env:HOME}'"            | train.query: ${env:HOME} is not replaced: no variable of Spark, Java or the environment reaches a job
          sources.customers.path = "data/${define.day}"   | sources.customers.path: ${define.day} is within quotes
          sources.customers.options.x = "${?define.day}"  | sources.customers.options.x: ${?define.day} is within quotes
          score.keys = ["${define.k}"]                    | score.keys: ${define.k} is within quotes
          publish.jdbc.password = "${?ALMANAC_PW}"        | publish.jdbc.password: ${?ALMANAC_PW} is within quotes, where it is not replaced; write ${?ALMANAC_PW}. Where these very characters are meant, hand the text over by an ALMANAC_… variable
          "${a}" = 1                                      | ${a} is within quotes
          """)
  void reportsWhatIsWrongAndWhatIsAllowed(String change, String text) {
    Path file = Jobs.write(folder, "job.conf", Jobs.SMALLEST + change + "\n");

    assertThatThrownBy(() -> Jobs.loader(folder).job(file))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registry.root = ""                 | almanac.registry.root: is empty
          registry.single-writer = perhaps   | 'perhaps' is not allowed: one of false, true
          spark.conf { master = x }          | almanac.spark.conf: 'master' does not begin with 'spark.'
          spark.conf.spark.jars = a.jar      | almanac.spark.conf: 'spark.jars' has no effect here, for the driver runs already; use --jars of scripts/almanac or spark-submit
          spark.conf.spark.driver.memory=4g  | almanac.spark.conf: 'spark.driver.memory' has no effect here, for the driver runs already; use ALMANAC_HEAP with scripts/almanac
          spark.master = ""                  | almanac.spark.master: is empty
          log-file = "a\\nb"                 | has control characters
          job { train.seed = 3 }             | almanac.job: is not a key here
          registry.root = "/x/${ALMANAC_X}"  | almanac.registry.root: ${ALMANAC_X} is within quotes
          spark.conf { spark.a.key = "${ALMANAC_X}" } | almanac.spark.conf.spark.a.key: ${ALMANAC_X} is within quotes
          warehouse = 5                      | almanac.warehouse: expected a block { … }, found '5'
          """)
  void reportsWhatIsWrongWithThePlatform(String setting, String text) {
    Path file = Jobs.write(folder, "p.conf", "almanac { " + setting + " }\n");

    assertThatThrownBy(() -> Jobs.loader(folder).platform(Optional.of(file)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.query = \"SELECT * FROM customers WHERE note RLIKE '^a${2,3}$'\"",
        "train.query = \"SELECT '$' || '{name}' AS t FROM customers\"",
        "train.query = \"SELECT * FROM customers WHERE note RLIKE '[$][{]name}'\"",
        "publish.jdbc { url = \"jdbc:postgresql://h/d\", table = a.b, password = \"x${y}z\" }",
        "description = \"costs in ${} and $\"",
      })
  void whatOnlyLooksLikeASubstitutionIsLeft(String setting) {
    Path file = Jobs.write(folder, "job.conf", Jobs.SMALLEST + setting + "\n");

    assertThat(Jobs.loader(folder).job(file).model().value()).isEqualTo("churn");
  }

  @Test
  void oneCauseOfManyKeysIsOneLine() {
    StringBuilder features = new StringBuilder("train.features.numeric {\n");
    for (int i = 0; i < 64; i++) {
      features.append(String.format(Locale.ROOT, "c%02d { missing = often }\n", i));
    }
    Path file = Jobs.write(folder, "job.conf", Jobs.SMALLEST + features + "}\n");

    assertThatThrownBy(() -> Jobs.loader(folder).job(file))
        .hasMessageContaining("has 1 problem:")
        .hasMessageMatching(
            "(?s).*job.conf: 13: train.features.numeric.c00.missing, .*, … and 61 more: 'often' is"
                + " not allowed.*");
  }

  @Test
  void aSubstitutionWithinQuotesIsNotedOnceHoweverManySettingsHaveIt() {
    Path file =
        Jobs.write(
            folder,
            "job.conf",
            Jobs.SMALLEST
                + "define.q = \"SELECT * FROM ${t}\"\n"
                + "train.query = ${define.q}\nscore.query = ${define.q}\n");

    assertThatThrownBy(() -> Jobs.loader(folder).job(file))
        .hasMessageContaining("has 1 problem:")
        .hasMessageContaining("job.conf: 12: define.q: ${t} is within quotes");
  }

  @Test
  void sparkReplacesItsOwnInItsSettings() {
    Path file =
        Jobs.write(
            folder, "p.conf", "almanac.spark.conf { spark.x = \"${system:user.dir}/${spark.y}\" }");

    assertThat(Jobs.loader(folder).platform(Optional.of(file)).sparkConf())
        .containsEntry("spark.x", "${system:user.dir}/${spark.y}");
  }

  @Test
  void aVariableIsMeantAsItIs() {
    Path file = Jobs.write(folder, "job.conf", Jobs.SMALLEST + "description = ${ALMANAC_TEXT}\n");

    assertThat(Jobs.loader(folder, Map.of("ALMANAC_TEXT", "${x}")).job(file).description())
        .isEqualTo("${x}");
  }

  @Test
  void aGlmTakesOnlyLinksOfItsFamily() {
    String job =
        Jobs.SMALLEST
            + """
            train {
              task = regression, positive = null
              algorithm { name = glm, params { family = poisson, link = inverse } }
            }
            """;
    Path file = Jobs.write(folder, "glm.conf", job);

    assertThatThrownBy(() -> Jobs.loader(folder).job(file))
        .hasMessageContaining(
            "train.algorithm.params.link: 'inverse' does not go with the family poisson, which has"
                + " identity, log, sqrt");
    assertThat(
            Jobs.loader(folder, "train.algorithm.params.link=sqrt")
                .job(file)
                .train()
                .algorithm()
                .params())
        .containsEntry("link", "sqrt");
  }
}
