package dev.almanac.config;

import dev.almanac.core.SecretNames;
import dev.almanac.core.UrlSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Masks secrets in displayed and stored settings: by the name of the setting, and in URLs. */
final class Secrets {
  /** Replacement text of a secret. */
  static final String MASK = UrlSecrets.MASK;

  /** Blocks whose keys are names of columns, labels and models, which are never secrets. */
  private static final Set<String> WITHOUT_SECRETS =
      Set.of("features", "gate", "segments", "challengers", "search", "algorithm", "weights");

  private static final Set<String> NAMED = Set.of("sources", "tables", "clients");

  private Secrets() {}

  /** Whether the name of the setting marks it as a secret. */
  static boolean isSecret(List<String> path) {
    boolean ofOtherNames = path.size() > 2 && WITHOUT_SECRETS.contains(path.get(1));
    if (ofOtherNames || path.get(0).equals("decision")) {
      return false; // train.features.token
    }
    List<String> own = new ArrayList<>(path);
    for (int i = 0; i + 1 < own.size(); i++) {
      if (NAMED.contains(own.get(i))) {
        own.remove(i + 1); // sources.tokens
        break;
      }
    }
    // joined, because an unquoted fs.s3a.access.key has four elements
    return SecretNames.matches(String.join(".", own));
  }

  /** The value for display: fully masked if its name marks a secret, partly if it is a URL. */
  static String masked(List<String> path, String value) {
    return !path.isEmpty() && isSecret(path) ? MASK : UrlSecrets.masked(value);
  }
}
