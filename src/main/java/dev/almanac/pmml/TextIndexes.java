package dev.almanac.pmml;

import dev.almanac.core.Text;
import dev.almanac.core.spec.TextTerms;
import dev.almanac.core.spec.TextWords;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;

/**
 * Checks the text indexing of a document. PMML permits repeated rewriting of a text by regular
 * expressions, and comparison of words by edit distance, without bounds. One form is accepted, the
 * one that counts the terms of Almanac's models: a function that takes a field and a term, splits
 * the field's text at everything except letters, marks and digits, and counts exact matches of the
 * term. The words of a text are found once per row and function, and each term is compared at each
 * word; {@link PmmlModel} bounds the text.
 */
final class TextIndexes {
  /**
   * Maximum number of terms: those of two texts. A search for so many in the longest text takes
   * some seconds.
   */
  static final int MOST_TERMS = 20_000;

  /** Maximum number of functions; each caches the words of the row's text. */
  static final int MOST_INDEXES = 40;

  /** A code point is one or two characters. */
  private static final int LONGEST_TERM = 2 * TextTerms.LONGEST_TERM;

  private static final Set<String> REFUSED = Set.of("TextIndexNormalization", "TextModel");

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "wordSeparatorCharacterRE", Set.of(TextWords.SEPARATOR),
          "isCaseSensitive", Set.of("true"),
          "tokenize", Set.of("true"),
          "localTermWeights", Set.of("termFrequency", "binary"));

  private enum Argument {
    FIELD,
    TERM,
    OTHER
  }

  /** A call whose arguments are being read. */
  private static final class Call {
    private final String function;
    private int arguments;
    private boolean plain = true;

    Call(String function) {
      this.function = function;
    }
  }

  private final Deque<String> open = new ArrayDeque<>();
  private final Deque<Call> calls = new ArrayDeque<>();
  private final Map<String, Integer> terms = new HashMap<>();
  private final Set<String> counting = new HashSet<>();
  private final Set<String> notPlain = new HashSet<>();
  private final StringBuilder constant = new StringBuilder();
  private String function = "";
  private int indexes;

  /** Starts an element. Returns its problem; empty if there is none. */
  String begin(String element, Attributes attributes) {
    String parent = open.isEmpty() ? "" : open.element();
    open.push(element);
    if (REFUSED.contains(element)) {
      return "<%s> is not scored: nothing bounds the work it may ask for".formatted(element);
    }
    switch (element) {
      case "DefineFunction" -> function = named(attributes.getValue("name"));
      case "TextIndex" -> {
        return index(attributes);
      }
      case "Apply" -> {
        argument(parent, Argument.OTHER);
        calls.push(new Call(named(attributes.getValue("function"))));
      }
      case "Constant" -> constant.setLength(0);
      default -> argument(parent, element.equals("FieldRef") ? Argument.FIELD : Argument.OTHER);
    }
    return parent.equals("TextIndex") && !element.equals("FieldRef")
        ? "a <TextIndex> looks for a <%s>; the term comes as an argument of its function"
            .formatted(Text.printable(element))
        : "";
  }

  void text(char[] text, int start, int length) {
    if (!open.isEmpty() && open.element().equals("Constant")) {
      // A prefix is sufficient to detect a term that is too long.
      constant.append(text, start, Math.min(length, LONGEST_TERM + 1));
      constant.setLength(Math.min(constant.length(), LONGEST_TERM + 1));
    }
  }

  void end(String element) {
    open.pop();
    String parent = open.isEmpty() ? "" : open.element();
    switch (element) {
      case "DefineFunction" -> function = "";
      case "Constant" ->
          argument(parent, isTerm(constant.toString()) ? Argument.TERM : Argument.OTHER);
      case "Apply" -> {
        Call call = calls.pop();
        terms.merge(call.function, 1, Integer::sum);
        if (!call.plain || call.arguments < 2 || !function.isEmpty()) {
          notPlain.add(call.function);
        }
      }
      default -> {
        // no argument and no function ends
      }
    }
  }

  /** The problem that only the whole document shows; empty if there is none. */
  String problem() {
    long requested = 0;
    for (String name : counting) {
      if (notPlain.contains(name)) {
        return String.format(
            Locale.ROOT,
            "the function '%s' looks for a term in a text, and is called with something else than a"
                + " field and a term of at most %d words",
            Text.printable(name),
            TextTerms.MOST_WORDS);
      }
      requested += terms.getOrDefault(name, 0);
    }
    return requested > MOST_TERMS
        ? String.format(Locale.ROOT, "it looks for %d terms, more than %d", requested, MOST_TERMS)
        : "";
  }

  private String index(Attributes attributes) {
    if (function.isEmpty()) {
      return "<TextIndex> is not scored outside of a function of two parameters, the text and the"
          + " term";
    }
    if (++indexes > MOST_INDEXES) {
      return String.format(Locale.ROOT, "it has more than %d <TextIndex>", MOST_INDEXES);
    }
    for (int i = 0; i < attributes.getLength(); i++) {
      String name = attributes.getLocalName(i);
      if (!name.equals("textField")
          && !ALLOWED.getOrDefault(name, Set.of()).contains(attributes.getValue(i))) {
        return "<TextIndex %s=\"%s\"> is not scored: only texts split at %s whose terms are compared to the letter are"
            .formatted(
                Text.printable(name), Text.printable(attributes.getValue(i)), TextWords.SEPARATOR);
      }
    }
    for (String needed : Set.of("wordSeparatorCharacterRE", "isCaseSensitive")) {
      if (attributes.getValue(needed) == null) {
        return "<TextIndex> is not scored without %s".formatted(needed);
      }
    }
    counting.add(function);
    return "";
  }

  /** The first argument is the field, the second the term, a third a weight. */
  private void argument(String parent, Argument argument) {
    if (parent.equals("Apply") && !calls.isEmpty()) {
      Call call = calls.element();
      call.plain &= argument == (call.arguments == 0 ? Argument.FIELD : Argument.TERM);
      call.arguments++;
    }
  }

  private static boolean isTerm(String text) {
    return text.length() <= LONGEST_TERM && TextWords.of(text).size() <= TextTerms.MOST_WORDS;
  }

  private static String named(@Nullable String name) {
    return name == null ? "" : name;
  }
}
