package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.almanac.core.Text;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One block of a configuration. An accessor returns empty if the setting is absent, and also if it
 * is invalid, after recording the problem; so the parser continues and finds further problems.
 * {@link #noOthers} comes last: it records a problem for each key that was not read.
 */
final class Section {
  private static final String EMPTY = "is empty; leave the line out if there is nothing to say";

  private final ParseContext reading;
  private final ConfigObject block;
  private final List<String> path;
  private final String kind;
  private final Set<String> requested = new TreeSet<>();

  /**
   * Creates a section.
   *
   * @param path its path in the file
   * @param kind its path in reference.conf, which identifies the keys that are read
   */
  Section(ParseContext reading, ConfigObject block, List<String> path, String kind) {
    this.reading = reading;
    this.block = block;
    this.path = path;
    this.kind = kind;
  }

  /** The value of a key; empty if it is absent or null. */
  Optional<ConfigValue> value(String key) {
    requested.add(key);
    reading.record(kind + "." + key);
    ConfigValue value = block.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL
        ? Optional.empty()
        : Optional.of(value);
  }

  /** Records a problem if a key is missing; returns this section for chaining. */
  Section require(String key, String advice) {
    if (value(key).isEmpty()) {
      problem(key, "is missing; " + advice);
    }
    return this;
  }

  /**
   * The block of a key; an empty one if it is absent, and one that records nothing if the value is
   * not a block.
   */
  Section child(String key) {
    return child(key, kind + "." + key);
  }

  /** Like {@link #child(String)}, for a block whose keys have another path in reference.conf. */
  Section child(String key, String kindOfChild) {
    Optional<ConfigValue> value = value(key);
    if (value.isPresent() && value.get() instanceof ConfigObject inner) {
      return new Section(reading, inner, pathTo(key), kindOfChild);
    }
    value.ifPresent(v -> wrong(key, v, "a block { … }"));
    return new Section(
        value.isPresent() ? reading.silent() : reading,
        ConfigValueFactory.fromMap(Map.of()),
        pathTo(key),
        kindOfChild);
  }

  /** The blocks of a block with user-defined keys, sorted by name. */
  Map<String, Section> children(String key, String kindOfEach) {
    Map<String, Section> sections = new TreeMap<>();
    Optional<ConfigValue> value = value(key);
    if (value.isPresent() && value.get() instanceof ConfigObject named) {
      Section parent = new Section(reading, named, pathTo(key), kind + "." + key);
      for (Map.Entry<String, ConfigValue> entry : named.entrySet()) {
        if (entry.getValue() instanceof ConfigObject inner) {
          sections.put(
              entry.getKey(),
              new Section(reading, inner, parent.pathTo(entry.getKey()), kindOfEach));
        } else if (entry.getValue().valueType() != ConfigValueType.NULL) {
          parent.wrong(entry.getKey(), entry.getValue(), "a block { … }");
        }
      }
    } else {
      value.ifPresent(v -> wrong(key, v, "a block of named blocks { … }"));
    }
    return sections;
  }

  /** A block of free settings; nested keys are joined by dots, values are text. */
  Map<String, String> free(String key) {
    Map<String, String> settings = new TreeMap<>();
    Optional<ConfigValue> value = value(key);
    if (value.isPresent() && value.get() instanceof ConfigObject named) {
      for (List<String> leaf : Reference.leaves(named)) {
        ConfigValue setting = ConfigPaths.at(named, leaf).orElseThrow();
        String name = String.join(".", leaf);
        if (Values.isScalar(setting)) {
          settings.put(name, Values.text(setting));
        } else if (setting.valueType() == ConfigValueType.LIST) {
          new Section(reading, named, pathTo(key), kind).wrong(name, setting, "one value");
        }
      }
    } else {
      value.ifPresent(v -> wrong(key, v, "a block of settings { … }"));
    }
    return settings;
  }

  /** A block of numbers with user-defined keys, such as labels. */
  Map<String, Double> numbers(String key) {
    Map<String, Double> numbers = new TreeMap<>();
    Optional<ConfigValue> value = value(key);
    if (value.isPresent() && value.get() instanceof ConfigObject named) {
      Section names = child(key);
      named.keySet().forEach(name -> names.number(name).ifPresent(n -> numbers.put(name, n)));
    } else {
      value.ifPresent(v -> wrong(key, v, "a block { label = number }"));
    }
    return numbers;
  }

  /** A string; a number or boolean counts as its original text. */
  Optional<String> text(String key) {
    Optional<ConfigValue> value = value(key);
    if (value.isPresent() && !Values.isScalar(value.get())) {
      wrong(key, value.get(), "a text");
      return Optional.empty();
    }
    value.ifPresent(v -> plain(key, v));
    return value.map(Values::text);
  }

  /** A string that is not blank. */
  Optional<String> words(String key) {
    Optional<String> text = text(key);
    text.filter(String::isBlank).ifPresent(blank -> problem(key, EMPTY));
    return text.filter(words -> !words.isBlank());
  }

  /** One of a fixed set of names. */
  <T> Optional<T> oneOf(String key, Map<String, T> allowed) {
    Optional<String> word = text(key);
    if (word.isPresent() && !allowed.containsKey(word.get())) {
      problem(key, Values.notOneOf(word.get(), allowed.keySet()));
    }
    return word.map(allowed::get);
  }

  /** A finite number. */
  OptionalDouble number(String key) {
    Optional<ConfigValue> value = value(key);
    OptionalDouble number = value.map(Values::number).orElseGet(OptionalDouble::empty);
    if (value.isPresent() && number.isEmpty()) {
      wrong(key, value.get(), "a number");
    }
    return number;
  }

  /** An integer within a range. */
  Optional<Long> whole(String key, long min, long max) {
    Optional<ConfigValue> value = value(key);
    Optional<Long> number =
        value.flatMap(Values::whole).filter(given -> given >= min && given <= max);
    if (value.isPresent() && number.isEmpty()) {
      wrong(key, value.get(), String.format(Locale.ROOT, "a whole number from %d to %d", min, max));
    }
    return number;
  }

  /** An {@code int} within a range. */
  OptionalInt count(String key, int min, int max) {
    Optional<Long> number = whole(key, min, max);
    return number.isPresent() ? OptionalInt.of(number.get().intValue()) : OptionalInt.empty();
  }

  /** A boolean. */
  Optional<Boolean> flag(String key) {
    return oneOf(key, Map.of("true", true, "false", false));
  }

  /** An ISO date. */
  Optional<LocalDate> date(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text.get()));
    } catch (DateTimeParseException e) {
      problem(
          key,
          "'%s' is not a date; write year-month-day such as 2001-06-01"
              .formatted(Text.printable(text.get())));
      return Optional.empty();
    }
  }

  /** A list of distinct strings. */
  List<String> texts(String key) {
    Optional<ConfigValue> value = value(key);
    List<String> texts = new ArrayList<>();
    if (value.isPresent() && value.get() instanceof ConfigList list) {
      for (ConfigValue element : list) {
        if (!Values.isScalar(element)) {
          wrong(key, element, "a list of texts [a, b]");
        } else if (texts.contains(Values.text(element))) {
          problem(
              key,
              ConfigLocation.of(element.origin()),
              "'%s' is there twice".formatted(Text.printable(Values.text(element))));
        } else {
          plain(key, element);
          texts.add(Values.text(element));
        }
      }
    } else {
      value.ifPresent(v -> wrong(key, v, "a list [a, b]"));
    }
    return texts;
  }

  private void plain(String key, ConfigValue value) {
    Identifiers.plainText(pathTo(key), Values.text(value))
        .ifPresent(what -> problem(key, ConfigLocation.of(value.origin()), what));
  }

  /**
   * Records a problem of a key, at the location of its value or of the block that would hold it.
   */
  void problem(String key, String what) {
    problem(key, place(key), what);
  }

  /** Records a value of the wrong type. */
  void wrong(String key, ConfigValue value, String expected) {
    problem(
        key,
        ConfigLocation.of(value.origin()),
        "expected %s, found %s".formatted(expected, Values.described(value)));
  }

  /** Records the failure of a {@code core} check on the block itself. */
  void attempt(Runnable check) {
    reading.problems().attempt(reading.placeOf(path), ConfigUtil.joinPath(path), check);
  }

  /** Records the failure of a {@code core} check on a key. */
  void attempt(String key, Runnable check) {
    reading.problems().attempt(place(key), ConfigUtil.joinPath(pathTo(key)), check);
  }

  /** Records a problem of the block itself. */
  void problem(String what) {
    reading.problems().add(reading.placeOf(path), ConfigUtil.joinPath(path), what);
  }

  /** Records a problem for each key that was not read. */
  void noOthers() {
    for (String key : new TreeSet<>(block.keySet())) {
      if (!requested.contains(key)) {
        problem(key, "is not a key here; " + reading.hint(key, path, requested));
      }
    }
  }

  private void problem(String key, ConfigLocation place, String what) {
    reading.problems().add(place, ConfigUtil.joinPath(pathTo(key)), what);
  }

  private ConfigLocation place(String key) {
    return Optional.ofNullable(block.get(key))
        .filter(v -> v.valueType() != ConfigValueType.NULL)
        .map(v -> ConfigLocation.of(v.origin()))
        .filter(ConfigLocation::isSaid)
        .orElseGet(() -> reading.placeOf(pathTo(key)));
  }

  private List<String> pathTo(String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return List.copyOf(longer);
  }
}
