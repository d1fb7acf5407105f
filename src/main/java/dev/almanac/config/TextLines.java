package dev.almanac.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the file line of a character in a multi-line string. A string can be merged from several
 * places, so a line counts only if it contains the text; otherwise the result is the location of
 * the whole string.
 */
final class TextLines {
  private final Path workingDirectory;

  TextLines(Path workingDirectory) {
    this.workingDirectory = workingDirectory;
  }

  /**
   * Location of one character of a string.
   *
   * @param begin the location of the string
   */
  ConfigLocation at(ConfigLocation begin, String text, int offset) {
    int start = text.lastIndexOf('\n', offset - 1) + 1;
    int end = text.indexOf('\n', offset);
    String line = text.substring(start, end < 0 ? text.length() : end).strip();
    int lines = (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    if (begin.line() == 0 || line.isEmpty()) {
      return begin;
    }
    List<String> file = lines(begin.source());
    if (has(file, begin.line() + lines, line)) {
      return new ConfigLocation(begin.source(), begin.line() + lines);
    }
    List<Integer> having =
        IntStream.rangeClosed(1, file.size()).filter(n -> has(file, n, line)).boxed().toList();
    return having.size() == 1 ? new ConfigLocation(begin.source(), having.get(0)) : begin;
  }

  private static boolean has(List<String> file, int line, String words) {
    return line <= file.size() && file.get(line - 1).contains(words);
  }

  private List<String> lines(String source) {
    try {
      return Files.readAllLines(workingDirectory.resolve(source));
    } catch (IOException | InvalidPathException e) {
      return List.of(); // only the exact line is lost
    }
  }
}
