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
 * One {@code -D key=value} of the command line. It overrides every file and the environment.
 *
 * @param key {@code almanac.…} is a platform setting, any other key belongs to the job file
 * @param value plain text, or HOCON if it begins with {@code [}, <code>{</code> or {@code "};
 *     {@code null} removes the key, so that its default applies
 */
public record ConfigOverride(String key, String value) {
  /** The part of a text that can be a key; what follows a colon or a blank may be a password. */
  private static final Pattern KEY = Pattern.compile("^[A-Za-z0-9_.-]{0,100}");

  /**
   * Validates that the key is a path.
   *
   * @throws AlmanacException BAD_OPTION if it is not a path
   */
  public ConfigOverride {
    try {
      ConfigUtil.splitPath(key);
    } catch (ConfigException e) {
      // The library's exception quotes its input, which may be a password.
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "-D '%s=…': the key is not a path such as train.seed".formatted(Text.printable(key)));
    }
  }

  /**
   * Parses {@code key=value}; blanks around the key and the value are ignored.
   *
   * @throws AlmanacException BAD_OPTION if there is no {@code =} or the key is not a path
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

  /** The path elements of the key. */
  List<String> path() {
    return ConfigUtil.splitPath(key);
  }
}
