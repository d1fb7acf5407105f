package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.RareLevels;
import dev.almanac.core.spec.TextTerms;
import dev.almanac.core.spec.TextTerms.Language;
import dev.almanac.core.spec.TextTerms.StopWords;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.monitoring.Profiler;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.pmml.PmmlJson;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.Parity;
import dev.almanac.scoring.PipelineScreen;
import dev.almanac.scoring.Probe;
import dev.almanac.scoring.SparkEngine;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Terms of texts mean the same in Spark, in PMML, in its JSON form and in the kept pipeline. */
@Tag("slow")
class TextParityIT {
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("demo", "a demo", "Almanac", "0", Instant.EPOCH);

  /** Capitals, scripts, marks, and letters that have more than one form of either case. */
  private static final List<String> WORDS =
      List.of(
          "late",
          "Late",
          "LATE",
          "on time",
          "the",
          "and",
          "Not",
          "delayed",
          "straße",
          "STRASSE",
          "\u0130stanbul",
          "don't",
          "U.S.",
          "good-natured",
          "bad",
          "\u6F22\u5B57",
          "e\u0301te\u0301",
          "\u00E9t\u00E9",
          "42",
          "3.14",
          "\u017F",
          "s",
          "\u212A",
          "k",
          "\u039F\u0394\u039F\u03A3",
          "\u03BF\u03B4\u03BF\u03C3",
          "snake_case",
          "\uD835\uDC00",
          "\uD83D\uDE00",
          "won't");

  private static final List<String> BETWEEN =
      List.of(" ", ", ", "\t", "\n", " - ", "\u2026", ". ", "\u00A0", " \"", "\u200B");

  private static Dataset<Row> rows = TestSpark.session().emptyDataFrame();

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void makeRows() {
    Random random = new Random(7);
    List<Row> made = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String review = text(random);
      String title = i % 9 == 0 ? null : text(random);
      double amount = i % 5 + review.length() * 0.1 + (review.contains("ate") ? 10 : 0);
      made.add(
          RowFactory.create(
              i % 13 == 0 ? null : review,
              title,
              (double) i % 7,
              "c" + i % 3,
              amount,
              amount > 10 ? "yes" : "no",
              "k" + (int) Math.min(2, amount / 8)));
    }
    rows =
        TestSpark.session()
            .createDataFrame(
                made,
                new StructType()
                    .add("review", DataTypes.StringType)
                    .add("title", DataTypes.StringType)
                    .add("stars", DataTypes.DoubleType)
                    .add("city", DataTypes.StringType)
                    .add("amount", DataTypes.DoubleType)
                    .add("late", DataTypes.StringType)
                    .add("kind", DataTypes.StringType));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "\u00AB" : "");
    for (int i = random.nextInt(14); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
      text.append(BETWEEN.get(random.nextInt(BETWEEN.size())));
    }
    return text.toString();
  }

  static Stream<Arguments> models() {
    FeatureSpec.Text words = review(1, 1000, StopWords.NONE, false, false);
    FeatureSpec.Text title =
        new FeatureSpec.Text(
            "title",
            MissingPolicy.EMPTY,
            terms(2, 60, StopWords.of(Language.ENGLISH)),
            false,
            true);
    FeatureSpec.Text triples =
        review(3, 200, new StopWords(List.of(), List.of("LATE", "k")), true, false);
    FeatureSpec stars = new FeatureSpec.Numeric("stars", MissingPolicy.MEAN, 0);
    FeatureSpec city = new FeatureSpec.Categorical("city", MissingPolicy.LEVEL, UnseenPolicy.LEVEL);
    return Stream.of(
        Arguments.of(Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, List.of(words, title, stars)),
        Arguments.of(Algorithm.NAIVE_BAYES, TaskType.BINARY, List.of(triples, title)),
        Arguments.of(Algorithm.NAIVE_BAYES, TaskType.MULTICLASS, List.of(words)),
        Arguments.of(Algorithm.DECISION_TREE, TaskType.MULTICLASS, List.of(triples, title, city)),
        Arguments.of(Algorithm.GBT, TaskType.REGRESSION, List.of(title, stars)),
        Arguments.of(Algorithm.KMEANS, TaskType.CLUSTERING, List.of(words)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void meansTheSameInEveryForm(Algorithm algorithm, TaskType task, List<FeatureSpec> features)
      throws IOException {
    Map<String, Object> params =
        switch (algorithm) {
          case GBT -> Map.of("max-iter", 5);
          default -> Map.of();
        };
    TrainSpec spec = ModelFixture.spec(algorithm, task, params, features);
    try (TrainedModel model = new Trainer().train(rows, spec, Progress.SILENT)) {
      byte[] pmml = export(model);
      assertThat(export(model)).isEqualTo(pmml);
      assertThat(PmmlModel.load(pmml).verify()).isPositive();

      Probe probe = Parity.probe(model.holdout(), model.signature(), 120, 1);
      List<ParityCertificate> certificates =
          Parity.compare(
              TestSpark.session(),
              probe,
              new SparkEngine(model.pipeline()),
              Map.of(
                  "pmml", new JpmmlEngine(pmml, Digests.sha256(pmml)),
                  "json",
                      new JpmmlEngine(
                          PmmlJson.toXml(PmmlJson.toJson(pmml)),
                          Digests.sha256(PmmlJson.toJson(pmml))),
                  "kept", new SparkEngine(kept(model))),
              model.signature(),
              new DecisionSpec(0.5),
              1e-9);

      assertThat(certificates)
          .allSatisfy(
              certificate -> {
                assertThat(certificate.examples()).isEmpty();
                assertThat(certificate.holds()).isTrue();
                assertThat(certificate.labelFlips()).isZero();
                assertThat(certificate.rows()).isGreaterThan(100);
              });
    }
  }

  /** The pipeline as it is kept, saved, looked through and loaded. */
  private static org.apache.spark.ml.PipelineModel kept(TrainedModel model) throws IOException {
    Path saved = folder.resolve("kept" + System.identityHashCode(model));
    ExportedPipeline.of(model).write().overwrite().save(saved.toString());
    try (Stream<Path> files = Files.walk(saved)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = saved.relativize(file).toString();
        if (!name.endsWith(".crc")) {
          PipelineScreen.check(name, Files.readAllBytes(file));
        }
      }
    }
    return PipelineLoader.load(TestSpark.session(), saved.toString());
  }

  @Test
  void takesTheTermsThatMostRowsHave() {
    Dataset<Row> texts =
        TestSpark.session()
            .createDataFrame(
                Stream.of("The b a.", "A, b-c", "a the b", "b the c", "c e", null)
                    .map(RowFactory::create)
                    .toList(),
                new StructType().add("review", DataTypes.StringType));

    assertThat(fit(texts, terms(1, 10, StopWords.NONE)).terms())
        .containsExactly(List.of("b", "a", "c", "the"));
    assertThat(fit(texts, terms(1, 2, StopWords.NONE)).terms()).containsExactly(List.of("b", "a"));
    // The pair "a b" of the third row is none: a stop word stands between.
    assertThat(fit(texts, terms(3, 10, new StopWords(List.of(), List.of("The")))).terms())
        .containsExactly(List.of("b", "a", "c"), List.of(), List.of());
    assertThat(
            fit(texts, new TextTerms(StopWords.of(Language.ENGLISH), 2, 10, new RareLevels(1, 0)))
                .terms())
        .containsExactly(List.of("b", "c", "e"), List.of("b c", "c e"));
    assertThatThrownBy(
            () -> fit(texts, new TextTerms(StopWords.NONE, 1, 10, new RareLevels(1, 0.9))))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EMPTY_DATASET))
        .hasMessageContaining("no term that 6 of the 6 rows");
  }

  private static TextFit fit(Dataset<Row> texts, TextTerms terms) {
    return VocabularyFitter.of(
            texts,
            texts.count(),
            List.of(new FeatureSpec.Text("review", MissingPolicy.EMPTY, terms, false, false)))
        .getOrDefault("review", new TextFit(List.of()));
  }

  @Test
  void keepsWhatPeopleWroteOutOfProfileAndExport() {
    TrainSpec spec =
        ModelFixture.spec(
            Algorithm.NAIVE_BAYES,
            TaskType.BINARY,
            Map.of(),
            List.of(review(1, 5, StopWords.NONE, false, false)));
    Dataset<Row> secret =
        rows.selectExpr("concat(review, ' secret', uuid()) as review", "late", "amount");
    try (TrainedModel model = new Trainer().train(secret, spec, Progress.SILENT)) {
      assertThat(model.signature().inputs())
          .singleElement()
          .satisfies(
              field -> {
                assertThat(field.kind()).isEqualTo(Field.Kind.TEXT);
                assertThat(field.levels()).hasSize(5).isSorted();
              });
      assertThat(new String(export(model), StandardCharsets.UTF_8)).doesNotContain("secret");
      assertThat(Profiler.inputs(model.signature(), model.train(), model.trainRows()))
          .singleElement()
          .isInstanceOfSatisfying(
              FieldProfile.Text.class,
              text -> {
                assertThat(text.rows()).isEqualTo(model.trainRows());
                assertThat(text.words().orElseThrow().min()).isGreaterThan(4);
              });
    }
  }

  private static byte[] export(TrainedModel model) {
    return PmmlExporter.export(
        model.pipeline(), model.signature(), model.holdout().limit(20), ABOUT);
  }

  private static FeatureSpec.Text review(
      int nGrams, int most, StopWords stopWords, boolean binary, boolean idf) {
    return new FeatureSpec.Text(
        "review", MissingPolicy.REJECT, terms(nGrams, most, stopWords), binary, idf);
  }

  private static TextTerms terms(int nGrams, int most, StopWords stopWords) {
    return new TextTerms(stopWords, nGrams, most, new RareLevels(2, 0));
  }
}
