package dev.almanac.training;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.split;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.TextTerms;
import dev.almanac.core.spec.TextTerms.Language;
import dev.almanac.core.spec.TextTerms.StopWords;
import dev.almanac.core.spec.TextWords;
import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.StopWordsRemover;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Finds the vocabulary of text features. Spark's CountVectorizer breaks ties between equally
 * frequent terms arbitrarily. It also removes stop words before n-grams, which makes words adjacent
 * that are not, and PMML cannot express that. Here stop words stay in the text, and the vocabulary
 * has no term that contains one.
 */
final class VocabularyFitter {
  private static final String TEXT = "text";
  private static final String WORDS = "words";
  private static final String TERM = "term";
  private static final String COUNT = "count";

  private VocabularyFitter() {}

  /**
   * The terms by text feature.
   *
   * @throws AlmanacException EMPTY_DATASET if a text has no term that is frequent enough
   */
  static Map<String, TextFit> of(Dataset<Row> train, long trainRows, List<FeatureSpec> features) {
    Map<String, TextFit> fits = new LinkedHashMap<>();
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Text text) {
        fits.put(text.name(), fit(train, trainRows, text));
      }
    }
    return fits;
  }

  /** The stage that splits a column into words, as {@link TextWords} defines. */
  static RegexTokenizer tokenizer(String uid) {
    return new RegexTokenizer(uid)
        .setPattern(TextWords.SEPARATOR)
        .setGaps(true)
        .setMinTokenLength(1)
        .setToLowercase(true);
  }

  private static TextFit fit(Dataset<Row> train, long trainRows, FeatureSpec.Text feature) {
    TextTerms required = feature.terms();
    Column term = col(TERM);
    Column usable =
        length(term)
            .leq(lit(TextTerms.LONGEST_TERM))
            .and(col(COUNT).geq(lit(required.rare().fewest(trainRows))));
    Set<String> stopWords = stopWords(required.stopWords());
    if (!stopWords.isEmpty()) {
      Column[] words = stopWords.stream().map(word -> lit(word)).toArray(Column[]::new);
      usable = usable.and(not(arrays_overlap(split(term, " "), array(words))));
    }
    List<String> found =
        terms(train, feature)
            .groupBy(term)
            .count()
            .filter(usable)
            .orderBy(col(COUNT).desc(), term.asc())
            .limit(required.most())
            .select(term)
            .as(Encoders.STRING())
            .collectAsList();
    if (found.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.EMPTY_DATASET,
          "text feature '%s' has no term that %s of the %s rows of the training part have and that is no stop word.\nLower rare.min-rows and rare.min-share, or leave the feature out."
              .formatted(
                  feature.name(),
                  Text.grouped(required.rare().fewest(trainRows)),
                  Text.grouped(trainRows)));
    }
    List<List<String>> byWords = new ArrayList<>();
    for (int words = 1; words <= required.nGrams(); words++) {
      int spaces = words - 1;
      byWords.add(
          found.stream()
              .filter(one -> one.chars().filter(c -> c == ' ').count() == spaces)
              .toList());
    }
    return new TextFit(byWords);
  }

  /** The distinct terms of each row, as {@link #TERM}. */
  private static Dataset<Row> terms(Dataset<Row> train, FeatureSpec.Text feature) {
    Dataset<Row> texts =
        train.select(ExactNames.column(feature.name()).as(TEXT)).filter(col(TEXT).isNotNull());
    Dataset<Row> found = tokenizer("words").setInputCol(TEXT).setOutputCol(WORDS).transform(texts);
    List<Column> all = new ArrayList<>(List.of(col(WORDS)));
    for (int words = 2; words <= feature.terms().nGrams(); words++) {
      String column = WORDS + words;
      found =
          new NGram(column).setN(words).setInputCol(WORDS).setOutputCol(column).transform(found);
      all.add(col(column));
    }
    return found.select(explode(array_distinct(concat(all.toArray(Column[]::new)))).as(TERM));
  }

  /**
   * The stop words. A contraction contributes only the parts after its apostrophe, which are in
   * none of Spark's lists. Its first part is in a list if it is meant to be a stop word, as {@code
   * don} of {@code don't}; it may be a meaningful word, as in {@code won't}.
   */
  private static Set<String> stopWords(StopWords required) {
    Set<String> words = new TreeSet<>(required.words());
    for (Language language : required.languages()) {
      for (String word : StopWordsRemover.loadDefaultStopWords(language.word())) {
        List<String> parts = TextWords.of(word);
        words.addAll(parts.size() > 1 ? parts.subList(1, parts.size()) : parts);
      }
    }
    return words;
  }
}
