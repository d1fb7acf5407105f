package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** reference.conf and the parsers name the same keys, and no default changes unnoticed. */
class ReferenceTest {
  private static final Reference REFERENCE = Reference.load();

  @TempDir Path folder = Path.of("");

  @Test
  void everyKeyIsReadAndEveryKeyThatIsReadIsThere() throws IOException {
    // a job in which every kind of named block occurs
    Path file =
        Jobs.write(
            folder,
            "job.conf",
            Jobs.SMALLEST
                + "train.gate.auc { min = 0.6, champion {}, segments { city { min = 0.5 } } }\n"
                + "train.features.categorical = [city]\n"
                + "train.features.text = [note]\n"
                + "train.features.expressions.old = \"age * 2\"\n"
                + "score.challengers.next { model = \"churn@next\" }\n"
                + "publish.jdbc { url = \"jdbc:postgresql://db/ml\", table = ml.churn }\n");
    Config job =
        JobDefaults.complete(
            ConfigLayers.resolve(
                HoconReader.read(file, file).withFallback(REFERENCE.job()),
                HoconReader.read(file, file),
                "job.conf",
                Map.of(),
                new TreeSet<>()),
            REFERENCE);
    ParseContext reading = new ParseContext(new Problems(), job.root(), REFERENCE);

    new JobParser(new Section(reading, job.root(), List.of(), "job"), "").parse();
    Config platform =
        PlatformDefaults.complete(
            ConfigFactory.parseString(
                    "almanac.serve { tables { churn {} }, clients { dashboard {} } }")
                .withFallback(REFERENCE.platform()),
            REFERENCE);
    new PlatformParser(new Section(reading, platform.root(), List.of(), "platform"), folder)
        .parse();

    Set<String> known =
        Stream.of(
                keys("job", REFERENCE.job()),
                keys("each", REFERENCE.each()),
                keys("platform", REFERENCE.platform()))
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(reading.requestedKeys()).containsExactlyElementsOf(known);
  }

  /** A default that changes, or a new key, is a line that changes in the checked-in list. */
  @Test
  void noDefaultChangesUnnoticed() throws IOException {
    List<String> all =
        Stream.of(
                defaults("", REFERENCE.platform()).stream(),
                defaults("job.", REFERENCE.job()).stream(),
                defaults("each.", REFERENCE.each()).stream())
            .flatMap(Function.identity())
            .sorted()
            .toList();
    assertThat(all).containsExactlyElementsOf(lines("/defaults.txt"));
  }

  @Test
  void everySettingHasAComment() throws IOException {
    List<String> lines = lines("/reference.conf");
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).contains(" = ") && !lines.get(i).strip().startsWith("#")) {
        String before = lines.get(i - 1).strip();
        assertThat(before.startsWith("#") || before.startsWith("min ="))
            .as("a comment before line %d: %s", i + 1, lines.get(i))
            .isTrue();
      }
    }
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ReferenceTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void namesTheVariableOfEveryPlatformKey() {
    assertThat(ConfigLayers.variable(List.of("almanac", "registry", "single-writer")))
        .isEqualTo("ALMANAC_REGISTRY_SINGLE_WRITER");
    assertThat(Reference.leaves(REFERENCE.platform().root()))
        .extracting(ConfigLayers::variable)
        .as("no two keys have one variable")
        .doesNotHaveDuplicates();
  }

  /** Every key, blocks included, by its path. */
  private static Set<String> keys(String root, Config config) {
    Set<String> keys = new TreeSet<>();
    for (List<String> leaf : Reference.leaves(config.root())) {
      for (int length = 1; length <= leaf.size(); length++) {
        keys.add(root + "." + String.join(".", leaf.subList(0, length)));
      }
    }
    // the names of kinds are no keys
    keys.removeIf(key -> key.startsWith("each.") && key.indexOf('.', 5) < 0);
    return keys;
  }

  private static List<String> defaults(String prefix, Config config) {
    return Reference.leaves(config.root()).stream()
        .map(
            path -> {
              ConfigValue value = ConfigPaths.at(config.root(), path).orElseThrow();
              String shown =
                  switch (value.valueType()) {
                    case NUMBER, BOOLEAN -> Values.text(value);
                    case STRING -> ConfigUtil.quoteString(Values.text(value));
                    case NULL -> "null";
                    case LIST -> "[]";
                    case OBJECT -> "{}";
                  };
              return prefix + ConfigUtil.joinPath(path) + " = " + shown;
            })
        .toList();
  }
}
