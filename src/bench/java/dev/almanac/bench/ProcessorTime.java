package dev.almanac.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Processor time since the machine started, as Linux counts it (proc(5)): of the whole machine, and
 * of this process's children that have ended. A tick is 10 ms.
 *
 * @param all ticks of all processors
 * @param busy those of them in which a processor worked
 * @param own those of this process
 * @param children those of its children that have ended
 */
record ProcessorTime(long all, long busy, long own, long children) {
  private static final double TICKS_PER_SECOND = 100;
  private static final Path MACHINE = Path.of("/proc/stat");
  private static final Path SELF = Path.of("/proc/self/stat");

  /** The first line of the machine: user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final int COUNTED = 8;

  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;

  /** utime, stime, cutime and cstime, counted from the word after the name in parentheses. */
  private static final int USER = 11;

  static ProcessorTime now() {
    if (!Files.isReadable(MACHINE)) {
      return new ProcessorTime(0, 0, 0, 0);
    }
    try {
      long[] machine =
          numbers(Files.readAllLines(MACHINE, StandardCharsets.US_ASCII).get(0), 1, COUNTED);
      String self = Files.readString(SELF, StandardCharsets.UTF_8);
      long[] ticks = numbers(self.substring(self.lastIndexOf(')') + 2), USER, 4);
      long all = Arrays.stream(machine).sum();
      return new ProcessorTime(
          all, all - machine[IDLE] - machine[IO_WAIT], ticks[0] + ticks[1], ticks[2] + ticks[3]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds that children used which ended since then; NaN where it is not counted. */
  double children(ProcessorTime before) {
    return all == 0 ? Double.NaN : (children - before.children) / TICKS_PER_SECOND;
  }

  /** The share of the machine's time since then that neither this process nor its children used. */
  double others(ProcessorTime before) {
    long ours = own - before.own + children - before.children;
    return all == before.all
        ? 0
        : Math.max(0, busy - before.busy - ours) / (double) (all - before.all);
  }

  private static long[] numbers(String line, int skip, int count) {
    return Arrays.stream(line.strip().split(" +"))
        .skip(skip)
        .limit(count)
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
