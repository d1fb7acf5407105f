package dev.almanac.config;

import dev.almanac.core.SecretNames;
import dev.almanac.core.UrlSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes secrets out of what is shown or kept: by the name of the setting, and out of URLs. */
final class Secrets {
  /** What stands where a secret stood. */
  static final String MASK = UrlSecrets.MASK;

  /** Blocks whose keys are names of columns, labels and models: none of them is a secret. */
  private static final Set<String> WITHOUT_SECRETS =
      Set.of("features", "gate", "segments", "challengers", "search", "algorithm", "weights");

  private static final Set<String> NAMED = Set.of("sources", "tables", "clients");

  private Secrets() {}

  /** Whether the setting's name says that it is a secret. */
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
    // joined, since an unquoted fs.s3a.access.key is four elements
    return SecretNames.matches(String.join(".", own));
  }

  /**
   * The value as it may be shown: masked whole if its name is a secret's, in part if it is a URL.
   */
  static String masked(List<String> path, String value) {
    return !path.isEmpty() && isSecret(path) ? MASK : UrlSecrets.masked(value);
  }
}
