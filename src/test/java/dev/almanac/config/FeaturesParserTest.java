package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.CombinationSpec.Expression;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.NumberShape.Buckets;
import dev.almanac.core.spec.NumberShape.Scale;
import dev.almanac.core.spec.RareLevels;
import dev.almanac.core.spec.TextTerms;
import dev.almanac.core.spec.TextTerms.StopWords;
import dev.almanac.core.spec.TrainSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturesParserTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @TempDir Path folder = Path.of("");

  @Test
  void readsWhatIsMadeOfFeatures() {
    TrainSpec train =
        read(
            """
            numeric {
              age { missing = mean, clip { max = 90 }, log = true, scale = standard }
              income { buckets = [0, 1e3, "2500.5"], buckets-as = number }
              visits { clip.min = 1, quantile-buckets = 4 }
            }
            categorical { city { unseen = level, rare { min-rows = 20, min-share = 0.01 } } }
            expressions { a = "age / income", b { sql = "age * 2", undefined = -1 } }
            interactions = [[age, city], [a, visits, income]]
            principal-components = 3
            """);

    assertThat(train.features())
        .containsExactly(
            new FeatureSpec.Numeric(
                "age",
                MissingPolicy.MEAN,
                0,
                new NumberShape(NONE, OptionalDouble.of(90), true, Scale.STANDARD, Buckets.NONE)),
            new FeatureSpec.Numeric(
                "income",
                MissingPolicy.REJECT,
                0,
                new NumberShape(
                    NONE,
                    NONE,
                    false,
                    Scale.NONE,
                    new Buckets(List.of(0.0, 1000.0, 2500.5), 0, true))),
            new FeatureSpec.Numeric(
                "visits",
                MissingPolicy.REJECT,
                0,
                new NumberShape(
                    OptionalDouble.of(1),
                    NONE,
                    false,
                    Scale.NONE,
                    new Buckets(List.of(), 4, false))),
            new FeatureSpec.Categorical(
                "city", MissingPolicy.REJECT, UnseenPolicy.LEVEL, new RareLevels(20, 0.01)));
    assertThat(train.combined())
        .isEqualTo(
            new CombinationSpec(
                List.of(new Expression("a", "age / income", 0), new Expression("b", "age * 2", -1)),
                List.of(List.of("age", "city"), List.of("a", "visits", "income")),
                OptionalInt.of(3)));
  }

  @Test
  void readsTexts() {
    assertThat(
            read("""
            text {
              review {
                missing = empty, stop-words = english, n-grams = 2, vocabulary = 500
                rare { min-rows = 5, min-share = 0.001 }, binary = true, idf = true
              }
              title { stop-words = [The, of] }
            }
            """)
                .features())
        .containsExactly(
            new FeatureSpec.Text(
                "review",
                MissingPolicy.EMPTY,
                new TextTerms(
                    StopWords.of(TextTerms.Language.ENGLISH), 2, 500, new RareLevels(5, 0.001)),
                true,
                true),
            new FeatureSpec.Text(
                "title",
                MissingPolicy.REJECT,
                new TextTerms(
                    new StopWords(List.of(), List.of("the", "of")), 1, 1000, new RareLevels(2, 0)),
                false,
                false));
    assertThat(read("text = [review]").features())
        .containsExactly(
            new FeatureSpec.Text(
                "review",
                MissingPolicy.REJECT,
                new TextTerms(StopWords.NONE, 1, 1000, new RareLevels(2, 0)),
                false,
                false));
  }

  @Test
  void readsRulesWithTheirSettings() {
    TrainSpec train =
        read(
            """
            numeric { "*" { scale = standard }, age { missing = mean } }
            categorical { "region_*" { unseen = level } }
            text = ["note_*"]
            except = [customer, "raw_*"]
            interactions = [[age, region_home]]
            expressions { a = "income / 2" }
            """);

    assertThat(train.features())
        .containsExactly(new FeatureSpec.Numeric("age", MissingPolicy.MEAN, 0));
    assertThat(train.rules().except()).containsExactly("customer", "raw_*");
    assertThat(train.rules().rules())
        .containsExactly(
            new FeatureSpec.Numeric(
                "*",
                MissingPolicy.REJECT,
                0,
                new NumberShape(NONE, NONE, false, Scale.STANDARD, Buckets.NONE)),
            new FeatureSpec.Categorical("region_*", MissingPolicy.REJECT, UnseenPolicy.LEVEL),
            new FeatureSpec.Text(
                "note_*",
                MissingPolicy.REJECT,
                new TextTerms(StopWords.NONE, 1, 1000, new RareLevels(2, 0)),
                false,
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numeric.x.clip { min = 2, max = 1 } | clip.min 2.0 is not below clip.max 1.0",
        "numeric.x.clip = 3 | expected a block { … }",
        "numeric.x.clip.least = 3 | least: is not a key here",
        "numeric.x.log = 2 | '2' is not allowed",
        "numeric.x { log = true, clip.max = 0 } | leaves nothing above",
        "numeric.x.scale = robust | 'robust' is not allowed: one of max-abs, min-max, none,"
            + " standard",
        "numeric.x.buckets = 3 | expected a list of numbers",
        "numeric.x.buckets = [] | has no bound",
        "numeric.x.buckets = [1, low] | expected a list of numbers",
        "numeric.x.buckets = [2, 1] | ascend, but 1.0 comes after 2.0",
        "numeric.x.buckets = [1, NaN] | expected a list of numbers [0, 10, 100], found 'NaN'",
        "numeric.x { buckets = [1], quantile-buckets = 3 } | keep one of the two",
        "numeric.x { buckets = [1], log = true } | in the number's own unit",
        "numeric.x { buckets = [1], scale = min-max } | a bucket has no scale",
        "numeric.x.quantile-buckets = 1 | a whole number from 2 to 100",
        "numeric.x.buckets-as = number | says nothing without buckets",
        "categorical.x.rare.min-rows = 20 | write unseen = level with it",
        "categorical.x { unseen = level, rare.min-rows = 0 } | a whole number from 1",
        "categorical.x { unseen = level, rare.min-share = 1 } | from 0 to below 1",
        "text.x.missing = level | 'level' is not allowed: one of empty, reject",
        "text.x.stop-words = klingon | 'klingon' is not allowed: one of danish, dutch, english",
        "text.x.stop-words = englisch | did you mean 'english'?",
        "text.x.stop-words = [the, x-ray] | is 2 words, since all but letters",
        "text.x.stop-words = [the, the] | 'the' is there twice",
        "text.x.stop-words = [the, {}] | expected a list of texts",
        "text.x.n-grams = 4 | a whole number from 1 to 3",
        "text.x.vocabulary = 0 | a whole number from 1 to 10000",
        "text.x.rare.min-share = -1 | from 0 to below 1",
        "text.x.rare.min-rows = 1.5 | a whole number from 1",
        "text.x.binary = 1 | '1' is not allowed",
        "text.x.idf = maybe | 'maybe' is not allowed",
        "text.x.minimum = 3 | minimum: is not a key here",
        "text.x = 3 | expected a block { … }",
        "text.age {} | 'age' is a feature twice",
        "text.left {} | is the label",
        "expressions.x.undefined = 3 | sql: is missing",
        "expressions.x = '' | is empty",
        "expressions.age = age | 'age' is a feature already",
        "expressions.left = age | has the name of the label",
        "interactions = [age] | expected a list of features",
        "interactions = age | expected a list of lists",
        "interactions = [[age]] | two or more different features",
        "interactions = [[age, age]] | two or more different features",
        "interactions = [[age, aga]] | did you mean 'age'?",
        "except = [b] | says nothing without a rule",
        "numeric = [\"*\", age], except = [age] | 'age' is named as a feature, too",
        "numeric = [\"*\"], except = [\"\"] | is neither a column nor a pattern",
        "numeric = [\"*\"], except = [a, a] | 'a' is there twice",
        "numeric = [\"*\"], except = a | expected a list",
        "numeric.\"*\".scale = robust | 'robust' is not allowed",
        "numeric = [\"*\"], except = [\"r_*\"], interactions = [[age, r_x]] | 'r_x' is none of the"
            + " features",
        "categorical = [\"a*\"], text = [\"a*\"] | categorical has this pattern, too",
        "principal-components = 0 | a whole number from 1 to 1000"
      })
  void reportsWhatIsWrongWithPlace(String setting, String text) {
    assertThatThrownBy(() -> read("numeric.age {}\n" + setting.replace("''", "\"\"") + "\n"))
        .hasMessageContaining("job.conf:")
        .hasMessageContaining(text);
  }

  private TrainSpec read(String features) {
    Path file =
        Jobs.write(
            folder,
            "job.conf",
            Jobs.SMALLEST.replace("features { numeric = [age] }", "features {\n" + features + "}"));
    return Jobs.loader(folder).job(file).train();
  }
}
