package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names in the code: the field's terms, and one type for each simple name. */
class NamingTest {
  /** Words that no name contains. A standstill and a masked secret are other words. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?i)tells?|told|telling|teller|asked|unasked|wanted|stands|beside|worth|mend|mended");

  private static final Pattern NO_CODE =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'",
          Pattern.DOTALL);

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][\\w$]*");
  private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

  @Test
  void namesHaveNoPrivateWords() throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Path file : sources("src")) {
      Matcher names = IDENTIFIER.matcher(NO_CODE.matcher(Files.readString(file)).replaceAll(" "));
      while (names.find()) {
        if (isForbidden(names.group())) {
          found.computeIfAbsent(names.group(), name -> new TreeSet<>()).add(file.toString());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aWordIsForbiddenAsAWholeOnly() {
    assertThat(Stream.of("told", "tellsNothing", "isWorthIt", "MOST_TOLD", "whatWasAsked"))
        .allMatch(NamingTest::isForbidden);
    assertThat(Stream.of("Standstill", "masked", "intelligent", "amended", "satellite"))
        .noneMatch(NamingTest::isForbidden);
  }

  @Test
  void simpleNamesAreUnique() throws IOException {
    Map<String, List<Path>> types = new TreeMap<>();
    for (String folder : List.of("src/main/java", "src/vector/java")) {
      for (Path file : sources(folder)) {
        types
            .computeIfAbsent(String.valueOf(file.getFileName()), name -> new ArrayList<>())
            .add(file);
      }
    }
    types.remove("package-info.java");
    types.values().removeIf(files -> files.size() == 1);
    assertThat(types).isEmpty();
  }

  private static boolean isForbidden(String identifier) {
    return WORD.matcher(identifier)
        .results()
        .anyMatch(word -> FORBIDDEN.matcher(word.group()).matches());
  }

  private static List<Path> sources(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
