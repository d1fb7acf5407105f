package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects <code>${name}</code> within quotes. HOCON does not substitute there, so the query, path
 * or password would contain the literal text.
 */
final class QuotedSubstitutions {
  /**
   * A name within braces; quantifiers of regular expressions, <code>${2,3}</code>, do not match.
   */
  private static final Pattern SUBSTITUTION =
      Pattern.compile("\\$\\{\\s*(?<optional>\\?)?\\s*(?<name>[\\p{L}_\"][^{}$]{0,200})}");

  /** Variables that Spark replaces itself, only in its own settings. */
  private static final Pattern OF_SPARK =
      Pattern.compile("(env:|system:|spark\\.|hive).*", Pattern.DOTALL);

  private static final Set<String> SQL = Set.of("query", "sql");

  private static final List<String> SPARK_CONF = List.of(Reference.ROOT, "spark", "conf");

  private final Problems problems;
  private final Set<String> noted = new HashSet<>();

  private QuotedSubstitutions(Problems problems) {
    this.problems = problems;
  }

  /** Records a problem for each string of a resolved configuration that contains a substitution. */
  static void check(ConfigObject resolved, Problems problems) {
    new QuotedSubstitutions(problems).check(resolved, List.of());
  }

  private void check(ConfigValue value, List<String> path) {
    if (value instanceof ConfigObject block) {
      for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(block).entrySet()) {
        List<String> longer = new ArrayList<>(path);
        longer.add(entry.getKey());
        check(entry.getKey(), entry.getValue(), longer);
        check(entry.getValue(), longer);
      }
    } else if (value instanceof ConfigList list) {
      list.forEach(element -> check(element, path));
    } else if (value.valueType() == ConfigValueType.STRING) {
      check(Values.text(value), value, path);
    }
  }

  private void check(String text, ConfigValue value, List<String> path) {
    ConfigLocation place = ConfigLocation.of(value.origin());
    Matcher matcher = SUBSTITUTION.matcher(text);
    // HOCON does not apply to environment variables: their value is literal
    if (!place.isSaid() || ConfigLocation.isOfEnvironment(value.origin()) || !matcher.find()) {
      return;
    }
    boolean whole = matcher.start() == 0 && matcher.end() == text.length();
    if (Secrets.isSecret(path) && !whole && !matcher.group().contains(ConfigLayers.VARIABLE)) {
      return; // a password may contain these characters and must not be shown
    }
    String found = Text.printable(matcher.group());
    if (!noted.add(place + found)) {
      return; // several settings share this text
    }
    if (OF_SPARK.matcher(matcher.group("name")).matches()) {
      if (!isSparkSetting(path)) {
        problems.add(
            place,
            ConfigUtil.joinPath(path),
            "%s is not replaced: no variable of Spark, Java or the environment reaches a job; a variable ALMANAC_… can be named by ${ALMANAC_…} outside of quotes. %s"
                .formatted(found, literally(path, matcher)));
      }
      return;
    }
    problems.add(
        place,
        ConfigUtil.joinPath(path),
        "%s is within quotes, where it is not replaced; write %s. %s"
            .formatted(found, rewritten(text, matcher), literally(path, matcher)));
  }

  private static boolean isSparkSetting(List<String> path) {
    return path.size() > SPARK_CONF.size() && path.subList(0, SPARK_CONF.size()).equals(SPARK_CONF);
  }

  /** The same text with the substitution outside the quotes. */
  private static String rewritten(String text, Matcher found) {
    String substitution = Text.printable(found.group());
    boolean begins = found.start() == 0;
    boolean ends = found.end() == text.length();
    return (begins ? "" : "\"…\"") + substitution + (ends ? "" : "\"…\"");
  }

  private static String literally(List<String> path, Matcher found) {
    return SQL.contains(path.get(path.size() - 1)) || path.get(0).equals("define")
        ? "Where these very characters are meant, write '$' || '%s' in SQL"
            .formatted(Text.printable(found.group().substring(1)))
        : "Where these very characters are meant, hand the text over by an ALMANAC_… variable";
  }
}
