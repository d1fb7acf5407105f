package dev.almanac.lookup;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One table version as readers see it: the sorted runs of each date. Immutable except for its
 * reference count, which determines when its runs may be removed.
 */
final class IndexVersion {
  private final IndexState state;
  private final KeyColumns keys;
  private final KeyCodec codec;
  private final NavigableMap<LocalDate, Day> days = new TreeMap<>();
  private final Set<Integer> runs = new HashSet<>();
  private final long rows;

  /** Reference count: the readers, plus one while it is the newest. */
  private final AtomicInteger holders = new AtomicInteger(1);

  IndexVersion(IndexState state, KeyColumns keys) {
    this.state = state;
    this.keys = keys;
    this.codec = IndexLayout.keyCodec(state.keys());
    Map<LocalDate, List<Sorted>> byDate = new HashMap<>();
    long total = 0;
    for (IndexState.DataFile file : state.files()) {
      Origins origins = new Origins(file.origins(), new RowCodec(file.columns()));
      List<Sorted> ofDate =
          byDate.computeIfAbsent(LocalDate.parse(file.runDate()), date -> new ArrayList<>());
      for (IndexState.Run run : file.runs()) {
        ofDate.add(new Sorted(run, origins));
        runs.add(run.id());
        total += run.rows();
      }
    }
    byDate.forEach((date, sorted) -> days.put(date, new Day(sorted)));
    this.rows = total;
  }

  /** Decoders of the rows of a file. */
  record Origins(List<IndexState.Origin> all, RowCodec values) {}

  /** A sorted run and its file. */
  static final class Sorted {
    private final IndexState.Run run;
    private final Origins origins;
    private final byte[] first;
    private final byte[] last;

    Sorted(IndexState.Run run, Origins origins) {
      this.run = run;
      this.origins = origins;
      this.first = HexFormat.of().parseHex(run.first());
      this.last = HexFormat.of().parseHex(run.last());
    }

    IndexState.Run run() {
      return run;
    }

    Origins origins() {
      return origins;
    }

    boolean mayHold(byte[] key) {
      return Arrays.compareUnsigned(key, first) >= 0 && Arrays.compareUnsigned(key, last) <= 0;
    }
  }

  /** The runs of one run date. */
  record Day(List<Sorted> runs) {
    Day {
      runs = List.copyOf(runs);
    }

    long rows() {
      return runs.stream().mapToLong(sorted -> sorted.run().rows()).sum();
    }
  }

  IndexState state() {
    return state;
  }

  KeyColumns keys() {
    return keys;
  }

  KeyCodec codec() {
    return codec;
  }

  /** The dates that have forecasts. */
  NavigableMap<LocalDate, Day> days() {
    return days;
  }

  /** The runs of all dates. */
  Set<Integer> runs() {
    return runs;
  }

  long rows() {
    return rows;
  }

  /** Adds a reader, unless the version is released; to be followed by {@link #release}. */
  boolean acquire() {
    int now = holders.get();
    while (now > 0) {
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
      now = holders.get();
    }
    return false;
  }

  /** Removes a reader; called once more when another version becomes the newest. */
  void release() {
    holders.decrementAndGet();
  }

  /** Whether it has no readers and will have none. */
  boolean isOver() {
    return holders.get() == 0;
  }
}
