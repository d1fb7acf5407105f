package dev.almanac.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How much of the processors' time other guests of the same host took, as Linux counts it in {@code
 * /proc/stat} (the eighth number of the first line is <em>steal</em>, see proc(5)).
 */
final class Stolen {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int STEAL = 7;

  /** The last two numbers of the line are counted among the others already. */
  private static final int COUNTED = 8;

  private final long[] ticks;

  private Stolen(long[] ticks) {
    this.ticks = ticks;
  }

  static Stolen now() {
    if (!Files.isReadable(STAT)) {
      return new Stolen(new long[COUNTED]);
    }
    try {
      String[] words = Files.readAllLines(STAT).get(0).split(" +");
      return new Stolen(
          Arrays.stream(words).skip(1).limit(COUNTED).mapToLong(Long::parseLong).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The share of all time since then; 0 where it is not counted. */
  double since() {
    long[] later = now().ticks;
    long all = Arrays.stream(later).sum() - Arrays.stream(ticks).sum();
    return all == 0 ? 0 : (later[STEAL] - ticks[STEAL]) / (double) all;
  }
}
