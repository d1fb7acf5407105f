package dev.almanac.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.RareLevels;
import dev.almanac.core.spec.TextTerms;
import dev.almanac.core.spec.TextTerms.Language;
import dev.almanac.core.spec.TextTerms.StopWords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Parses one text feature. */
final class TextParser {
  private static final String STOP_WORDS = "stop-words";
  private static final Map<String, MissingPolicy> MISSING =
      Values.words(MissingPolicy::word, List.of(MissingPolicy.REJECT, MissingPolicy.EMPTY));
  private static final Map<String, StopWords> LISTS = lists();

  private TextParser() {}

  static Supplier<FeatureSpec> parse(String name, Section column) {
    Optional<MissingPolicy> missing = column.oneOf("missing", MISSING);
    Supplier<StopWords> stopWords = stopWords(column);
    OptionalInt nGrams = column.count("n-grams", 1, TextTerms.MOST_WORDS);
    OptionalInt vocabulary = column.count("vocabulary", 1, TextTerms.MOST_TERMS);
    Optional<RareLevels> rare = FeaturesParser.rare(column.child("rare"));
    Optional<Boolean> binary = column.flag("binary");
    Optional<Boolean> idf = column.flag("idf");
    return () ->
        new FeatureSpec.Text(
            name,
            missing.orElseThrow(),
            new TextTerms(
                stopWords.get(),
                nGrams.orElseThrow(),
                vocabulary.orElseThrow(),
                rare.orElseThrow()),
            binary.orElseThrow(),
            idf.orElseThrow());
  }

  /** Parses the name of a predefined list, or a list. */
  private static Supplier<StopWords> stopWords(Section column) {
    Optional<ConfigValue> value = column.value(STOP_WORDS);
    if (value.isPresent() && value.get().valueType() == ConfigValueType.LIST) {
      List<String> words = column.texts(STOP_WORDS);
      Supplier<StopWords> listed = () -> new StopWords(List.of(), words);
      column.attempt(STOP_WORDS, () -> Objects.requireNonNull(listed.get()));
      return listed;
    }
    Optional<StopWords> known = column.oneOf(STOP_WORDS, LISTS);
    return known::orElseThrow;
  }

  private static Map<String, StopWords> lists() {
    Map<String, StopWords> lists = new HashMap<>();
    lists.put("none", StopWords.NONE);
    for (Language language : Language.values()) {
      lists.put(language.word(), StopWords.of(language));
    }
    return Map.copyOf(lists);
  }
}
