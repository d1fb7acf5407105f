package dev.almanac.training;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.SQLTransformer;

/**
 * Pipeline stages of text features: tokenizer, n-grams, a count vector for each length of term, and
 * IDF weights.
 */
final class TextStages {
  private final UnaryOperator<String> input;
  private final List<PipelineStage> stages = new ArrayList<>();
  private final Map<String, List<String>> columns = new HashMap<>();

  /**
   * The stages for the texts among some features.
   *
   * @param input the input column of a feature
   */
  TextStages(List<FeatureSpec> features, Map<String, TextFit> fits, UnaryOperator<String> input) {
    this.input = input;
    List<FeatureSpec.Text> texts =
        features.stream()
            .filter(FeatureSpec.Text.class::isInstance)
            .map(FeatureSpec.Text.class::cast)
            .toList();
    fillIn(texts);
    for (int i = 0; i < texts.size(); i++) {
      FeatureSpec.Text text = texts.get(i);
      count(text, fits.getOrDefault(text.name(), new TextFit(List.of())), "text_" + i);
    }
  }

  List<PipelineStage> stages() {
    return List.copyOf(stages);
  }

  /** The count columns of a feature; empty if it is not a text. */
  List<String> columns(String feature) {
    return columns.getOrDefault(feature, List.of());
  }

  private void fillIn(List<FeatureSpec.Text> texts) {
    StringBuilder filled = new StringBuilder();
    for (FeatureSpec.Text text : texts) {
      if (text.missing() == MissingPolicy.EMPTY) {
        filled.append(
            ", CASE WHEN %1$s IS NULL THEN '%2$s' ELSE %1$s END AS %3$s"
                .formatted(
                    ExactNames.quoted(text.name()),
                    ModelColumns.MISSING_TEXT,
                    ExactNames.quoted(FeatureStages.filled(text.name()))));
      }
    }
    if (!filled.isEmpty()) {
      stages.add(
          new SQLTransformer("missing_texts").setStatement("SELECT *" + filled + " FROM __THIS__"));
    }
  }

  private void count(FeatureSpec.Text text, TextFit fit, String uid) {
    String name = FeatureStages.internal(text.name());
    String words = "__words_" + name;
    stages.add(
        VocabularyFitter.tokenizer(uid + "_words")
            .setInputCol(
                text.missing() == MissingPolicy.EMPTY
                    ? FeatureStages.filled(text.name())
                    : input.apply(text.name()))
            .setOutputCol(words));
    List<String> counts = new ArrayList<>();
    for (int length = 1; length <= fit.terms().size(); length++) {
      List<String> terms = fit.terms().get(length - 1);
      if (terms.isEmpty()) {
        continue;
      }
      String source = length == 1 ? words : "__terms_" + length + "_" + name;
      if (length > 1) {
        stages.add(
            new NGram(uid + "_terms_" + length)
                .setN(length)
                .setInputCol(words)
                .setOutputCol(source));
      }
      String counted = "__counts_" + length + "_" + name;
      stages.add(
          new CountVectorizerModel(uid + "_counts_" + length, terms.toArray(String[]::new))
              .setInputCol(source)
              .setOutputCol(counted)
              .setBinary(text.binary()));
      counts.add(text.idf() ? weigh(counted, uid + "_idf_" + length) : counted);
    }
    columns.put(text.name(), counts);
  }

  private String weigh(String counted, String uid) {
    String weighed = counted.replaceFirst("^__counts_", "__idf_");
    stages.add(new IDF(uid).setInputCol(counted).setOutputCol(weighed));
    return weighed;
  }
}
