package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
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
                + "train.gate.auc.min = 0.6\ntrain.features.categorical = [city]\n"
                + "train.features.expressions.old = \"age * 2\"\n");
    Config job =
        JobTree.complete(
            Layers.resolve(
                HoconReader.read(file, file).withFallback(REFERENCE.job()), "job.conf", Map.of()),
            REFERENCE);
    Reading reading = new Reading(new Problems(), job.root(), REFERENCE);

    new JobParser(new Section(reading, job.root(), List.of(), "job"), "").parse();
    new PlatformParser(
            new Section(reading, REFERENCE.platform().root(), List.of(), "platform"), folder)
        .parse();

    Set<String> known =
        Stream.of(
                keys("job", REFERENCE.job()),
                keys("each", REFERENCE.each()),
                keys("platform", REFERENCE.platform()))
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(reading.askedKeys()).containsExactlyElementsOf(known);
  }

  @Test
  void noDefaultChangesUnnoticed() {
    assertThat(defaults("", REFERENCE.platform()))
        .containsExactlyInAnyOrder(
            "almanac.home = \".\"",
            "almanac.log-file = \"var/log/spark.log\"",
            "almanac.registry.root = \"var/registry\"",
            "almanac.registry.single-writer = false",
            "almanac.spark.conf = {}",
            "almanac.spark.master = \"local[*]\"",
            "almanac.warehouse.root = \"var/warehouse\"");
    assertThat(defaults("", REFERENCE.job()))
        .containsExactlyInAnyOrder(
            "name = null",
            "description = \"\"",
            "run-date = null",
            "define = {}",
            "sources = {}",
            "train.sources = {}",
            "train.query = null",
            "train.label = null",
            "train.task = null",
            "train.positive = null",
            "train.features.numeric = {}",
            "train.features.categorical = {}",
            "train.features.expressions = {}",
            "train.features.interactions = []",
            "train.features.principal-components = null",
            "train.split.by = \"time\"",
            "train.split.column = null",
            "train.split.from = null",
            "train.split.holdout = 0.2",
            "train.algorithm.name = null",
            "train.algorithm.params = {}",
            "train.seed = 1",
            "train.gate = {}",
            "train.parity.rows = 2000",
            "train.parity.tolerance = 1e-9",
            "alias = \"champion\"",
            "score.sources = {}",
            "score.query = null",
            "score.model = null",
            "score.keys = []",
            "score.pass-through = []",
            "score.engine = \"auto\"",
            "score.max-rejected-share = 0.05",
            "decision.threshold = 0.5",
            "forecasts.table = null",
            "forecasts.rejects = null");
  }

  @Test
  void noDefaultOfANamedBlockChangesUnnoticed() {
    assertThat(defaults("", REFERENCE.each()))
        .containsExactlyInAnyOrder(
            "source.format = null",
            "source.path = null",
            "source.table = null",
            "source.options = {}",
            "source.schema = null",
            "source.version = null",
            "numeric.missing = \"reject\"",
            "numeric.constant = 0",
            "numeric.clip.min = null",
            "numeric.clip.max = null",
            "numeric.log = false",
            "numeric.scale = \"none\"",
            "numeric.buckets = null",
            "numeric.quantile-buckets = null",
            "numeric.buckets-as = \"level\"",
            "categorical.missing = \"reject\"",
            "categorical.unseen = \"reject\"",
            "categorical.rare.min-rows = 1",
            "categorical.rare.min-share = 0",
            "expressions.sql = null",
            "expressions.undefined = 0",
            "gate.min = null",
            "gate.max = null");
  }

  @Test
  void everySettingHasAComment() throws IOException {
    List<String> lines;
    try (InputStream in =
        Objects.requireNonNull(ReferenceTest.class.getResourceAsStream("/reference.conf"))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).contains(" = ") && !lines.get(i).strip().startsWith("#")) {
        String before = lines.get(i - 1).strip();
        assertThat(before.startsWith("#") || before.startsWith("min ="))
            .as("a comment before line %d: %s", i + 1, lines.get(i))
            .isTrue();
      }
    }
  }

  @Test
  void namesTheVariableOfEveryPlatformKey() {
    assertThat(Layers.variable(List.of("almanac", "registry", "single-writer")))
        .isEqualTo("ALMANAC_REGISTRY_SINGLE_WRITER");
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
              ConfigValue value = Trees.at(config.root(), path).orElseThrow();
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
