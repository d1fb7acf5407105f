package dev.almanac.compiled;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMMLFunctions;

/** String functions of a text whose possible values are all known; evaluated at compile time. */
final class StringFunctions {
  private StringFunctions() {}

  static Value compile(Compiler compiler, String function, Value text, String where) {
    if (!text.isText() || text.words().isEmpty()) {
      throw new UnsupportedException(
          "the function '%s' of any text, at %s".formatted(function, where));
    }
    Map<Double, Double> results = new HashMap<>();
    BitSet codes = new BitSet();
    text.words().get().stream()
        .forEach(
            code -> {
              int result = compiler.words().code(of(function, compiler.words().texts().get(code)));
              results.put((double) code, (double) result);
              codes.set(result);
            });
    int to = compiler.register();
    compiler.add(
        words ->
            new Derived.Partial(
                text.register(),
                to,
                Derived.FAILED,
                new Expressions.Table(results, words.texts().size(), Derived.FAILED)));
    return Value.of(to, DataType.STRING, OpType.CATEGORICAL, false).withWords(codes);
  }

  /** Uses the default locale of the JVM, as PMML's evaluator does. */
  private static String of(String function, String text) {
    return switch (function) {
      case PMMLFunctions.UPPERCASE -> text.toUpperCase(java.util.Locale.getDefault());
      case PMMLFunctions.LOWERCASE -> text.toLowerCase(java.util.Locale.getDefault());
      default -> text.trim();
    };
  }
}
