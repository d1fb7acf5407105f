package dev.almanac.config;

import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The effective configuration for display and for programs: every setting with its origin, secrets
 * masked.
 *
 * @param lines platform settings first, then the job's, each sorted by key
 */
public record ConfigView(List<ConfigLine> lines) {
  private static final int WIDEST = 56;
  private static final Pattern BARE =
      Pattern.compile("true|false|-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|\\[.*]");

  /** Copies the lines. */
  public ConfigView {
    lines = List.copyOf(lines);
  }

  /** The settings as HOCON, each with its origin as a comment; ends with a line break. */
  public String text() {
    List<String> settings = lines.stream().map(ConfigView::setting).toList();
    int width =
        settings.stream()
            .mapToInt(String::length)
            .filter(length -> length <= WIDEST)
            .max()
            .orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < settings.size(); i++) {
      String setting = settings.get(i);
      text.append(setting)
          .append(" ".repeat(Math.max(0, width - setting.length())))
          .append("  # ")
          .append(lines.get(i).origin())
          .append('\n');
    }
    return text.toString();
  }

  private static String setting(ConfigLine line) {
    return line.key() + " = " + value(line.value());
  }

  private static String value(String value) {
    if (BARE.matcher(value).matches()) {
      return value;
    }
    // keeps a query of several lines readable
    return value.contains("\n") && !value.contains("\"\"\"") && !value.endsWith("\"")
        ? "\"\"\"" + value + "\"\"\""
        : ConfigUtil.quoteString(value);
  }
}
