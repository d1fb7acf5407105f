package dev.almanac.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments of the form {@code --name=value}, each with a default. */
final class BenchArguments {
  private final Map<String, String> values;
  private final String given;

  private BenchArguments(Map<String, String> values, String given) {
    this.values = values;
    this.given = given;
  }

  /**
   * @throws IllegalArgumentException for a name that has no default
   */
  static BenchArguments parse(Map<String, String> defaults, String... args) {
    Map<String, String> values = new LinkedHashMap<>(defaults);
    for (String arg : args) {
      String[] parts = arg.split("=", 2);
      String name = parts[0].replaceFirst("^--", "");
      if (parts.length != 2 || !defaults.containsKey(name)) {
        throw new IllegalArgumentException("unknown option " + arg + "; see scripts/bench --help");
      }
      values.put(name, parts[1]);
    }
    return new BenchArguments(values, args.length == 0 ? "" : " " + String.join(" ", args));
  }

  /** The arguments as they were typed, with a space before them. */
  String given() {
    return given;
  }

  String word(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no option --" + name);
    }
    return value;
  }

  List<String> words(String name) {
    return List.of(word(name).split(","));
  }

  int number(String name) {
    return Integer.parseInt(word(name));
  }
}
