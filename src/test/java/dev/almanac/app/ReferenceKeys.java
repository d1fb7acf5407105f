package dev.almanac.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every key of reference.conf, blocks included, by the path at which {@link #JOB} or {@link
 * #PLATFORM} says it.
 */
final class ReferenceKeys {
  /** A job in which every kind of named block occurs. */
  static final String JOB =
      """
      name = churn
      run-date = 2026-03-01
      sources { customers { format = parquet, path = data/customers } }
      train {
        query = "SELECT * FROM customers WHERE day < :run_date"
        label = left
        task = binary
        positive = "1"
        features {
          numeric { age {} }
          categorical { city { unseen = level } }
          text { note {} }
          expressions { old { sql = "age * 2" } }
        }
        split { column = day }
        algorithm { name = logistic-regression }
        gate { auc { min = 0.6, champion {}, segments { city { min = 0.5 } } } }
      }
      score {
        query = "SELECT * FROM customers WHERE day >= :run_date"
        keys = [id]
        challengers { next { model = "churn@challenger" } }
      }
      publish { jdbc { url = "jdbc:postgresql://db/ml", table = ml.churn } }
      """;

  /** Settings of a site in which every kind of named block occurs. */
  static final String PLATFORM =
      """
      almanac {
        serve {
          tables { churn {} }
          clients { dashboard { token-sha256 = "%s" } }
        }
      }
      """
          .formatted("a".repeat(64));

  /** Where a kind of {@code almanac.each} occurs in the two texts above. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("served-table", "almanac.serve.tables.churn"),
          Map.entry("client", "almanac.serve.clients.dashboard"),
          Map.entry("source", "sources.customers"),
          Map.entry("numeric", "train.features.numeric.age"),
          Map.entry("categorical", "train.features.categorical.city"),
          Map.entry("text", "train.features.text.note"),
          Map.entry("expressions", "train.features.expressions.old"),
          Map.entry("gate", "train.gate.auc"),
          Map.entry("challenger", "score.challengers.next"),
          Map.entry("publish", "publish"),
          Map.entry("champion", "train.gate.auc.champion"),
          Map.entry("segment", "train.gate.auc.segments.city"));

  private ReferenceKeys() {}

  /** The keys of a job file. */
  static List<String> ofJob() {
    Config reference = reference();
    List<String> keys = new ArrayList<>();
    collect("", reference.getObject("almanac.job"), keys);
    kinds(reference, keys, false);
    return keys;
  }

  /** The keys of the platform settings. */
  static List<String> ofPlatform() {
    Config reference = reference();
    List<String> keys = new ArrayList<>();
    collect("almanac", reference.getObject("almanac").withoutKey("job").withoutKey("each"), keys);
    kinds(reference, keys, true);
    return keys;
  }

  private static void kinds(Config reference, List<String> keys, boolean platform) {
    ConfigObject each = reference.getObject("almanac.each");
    each.forEach(
        (kind, block) -> {
          String home = KINDS.get(kind);
          if (home == null) {
            throw new AssertionError("say where the kind '%s' occurs".formatted(kind));
          }
          if (home.startsWith("almanac.") == platform) {
            collect(home, (ConfigObject) block, keys);
          }
        });
  }

  private static Config reference() {
    return ConfigFactory.parseResources(ReferenceKeys.class.getClassLoader(), "reference.conf");
  }

  private static void collect(String path, ConfigObject block, List<String> keys) {
    for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
      String key = ConfigUtil.joinPath(entry.getKey());
      String here = path.isEmpty() ? key : path + "." + key;
      keys.add(here);
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(here, inner, keys);
      }
    }
  }
}
