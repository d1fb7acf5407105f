package dev.almanac.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One {@code -D key=value} of the command line. It wins over every file and the environment.
 *
 * @param key {@code almanac.…} is a platform setting, anything else a key of the job file
 * @param value plain text, or HOCON if it begins with {@code [}, <code>{</code> or {@code "};
 *     {@code null} unsets the key, so that its default counts
 */
public record ConfigOverride(String key, String value) {
  /** What of a text can be a key; what follows may be a password after a : or a blank. */
  private static final Pattern KEY = Pattern.compile("^[A-Za-z0-9_.-]{0,100}");

  /**
   * Checks that the key is a path.
   *
   * @throws AlmanacException BAD_OPTION if it is none
   */
  public ConfigOverride {
    try {
      ConfigUtil.splitPath(key);
    } catch (ConfigException e) {
      // the library's exception quotes what it was given
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "-D '%s=…': the key is not a path such as train.seed".formatted(Text.printable(key)));
    }
  }

  /**
   * Reads {@code key=value}; blanks around the key and the value do not count.
   *
   * @throws AlmanacException BAD_OPTION if there is no {@code =} or the key is no path
   */
  public static ConfigOverride parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "-D '%s…' is not key=value; write for example -D train.seed=7"
              .formatted(
                  KEY.matcher(text).results().findFirst().map(MatchResult::group).orElse("")));
    }
    return new ConfigOverride(
        text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  /** Whether this is a platform setting. */
  boolean isPlatform() {
    return path().get(0).equals(Reference.ROOT);
  }

  /** The elements of the key. */
  List<String> path() {
    return ConfigUtil.splitPath(key);
  }
}
