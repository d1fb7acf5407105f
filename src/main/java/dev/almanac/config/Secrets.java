package dev.almanac.config;

import dev.almanac.core.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes secrets out of what is shown or kept: by the name of the setting, and out of URLs. */
final class Secrets {
  /** What stands where a secret stood. */
  static final String MASK = "******";

  private static final Pattern USER_INFO =
      Pattern.compile("(?<before>[A-Za-z][A-Za-z0-9+.-]*://[^/\\s:@]*:)[^/\\s@]+(?=@)");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?<before>(?i:password|passwd|passphrase|pwd|secret|token|access[._-]?key|credential|sig|signature)=)[^&;,\\s)'\"]+");

  private Secrets() {}

  /** Blocks whose keys are names of columns, labels and models: none of them is a secret. */
  private static final Set<String> WITHOUT_SECRETS =
      Set.of("features", "gate", "segments", "challengers", "search", "algorithm", "weights");

  private static final Set<String> NAMED = Set.of("sources", "tables", "clients");

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
    if (!path.isEmpty() && isSecret(path)) {
      return MASK;
    }
    String withoutUser = USER_INFO.matcher(value).replaceAll("${before}" + MASK);
    return PARAMETER.matcher(withoutUser).replaceAll("${before}" + MASK);
  }
}
