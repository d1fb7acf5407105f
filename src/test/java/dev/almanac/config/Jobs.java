package dev.almanac.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Job files for tests. */
final class Jobs {
  /** A job that says what has no default, and no more. */
  static final String SMALLEST =
      """
      name = churn
      sources { customers { format = parquet, path = data/customers } }
      train {
        label = left
        task = binary
        positive = "1"
        features { numeric = [age] }
        split { column = day }
        algorithm { name = logistic-regression }
      }
      score { keys = [id] }
      """;

  private Jobs() {}

  static Path write(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A loader whose working directory is the folder. */
  static ConfigLoader loader(Path folder, String... overrides) {
    return loader(folder, Map.of(), overrides);
  }

  static ConfigLoader loader(Path folder, Map<String, String> environment, String... overrides) {
    List<ConfigOverride> parsed = Arrays.stream(overrides).map(ConfigOverride::parse).toList();
    return new ConfigLoader(environment, parsed, folder);
  }
}
