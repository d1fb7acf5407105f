package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A checkpoint of a ledger: a file that repeats the events of a range, so that opening a model
 * reads a few files instead of thousands. The event files remain authoritative; a checkpoint
 * depends on them alone, and two writers of one range write the same bytes.
 *
 * <p>Schema 1: the first line is an object with {@code first} and {@code last}, the hash of the
 * event file before the range ({@code previous}) and of the last one in it ({@code lastHash}), and
 * the SHA-256 of all lines after it; then one event a line, without the two hashes of its file.
 *
 * @param range the numbers of its events
 * @param previous the hash of the event file before the first
 * @param lastHash the hash of the last event file
 */
record LedgerCheckpoint(Range range, String previous, String lastHash, List<LedgerEvent> events) {
  /**
   * Where a checkpoint may begin and how long it may be: an event is repeated three times at most.
   */
  private static final long[] SIZES = {10_000, 1_000, 100};

  private static final int SCHEMA = 1;
  private static final String KIND = "events";
  private static final String HASH = "sha256";

  /** Events by number, both ends included. */
  record Range(long first, long last) {
    long size() {
      return last - first + 1;
    }
  }

  LedgerCheckpoint {
    events = List.copyOf(events);
  }

  /** Whether a ledger of this length needs a new checkpoint. */
  static boolean isDue(long length) {
    return length > 0 && length % SIZES[SIZES.length - 1] == 0;
  }

  /** The largest checkpoints that cover the first events of a ledger of this length, in order. */
  static List<Range> cover(long length) {
    List<Range> cover = new ArrayList<>();
    long done = 0;
    while (length - done >= SIZES[SIZES.length - 1]) {
      long begin = done;
      long size =
          LongStream.of(SIZES)
              .filter(fits -> begin % fits == 0 && begin + fits <= length)
              .findFirst()
              .orElseThrow();
      cover.add(new Range(begin + 1, begin + size));
      done += size;
    }
    return cover;
  }

  byte[] write() {
    ObjectNode head =
        Json.object()
            .put("schema", SCHEMA)
            .put("kind", KIND)
            .put("first", range.first())
            .put("last", range.last())
            .put("previous", previous)
            .put("lastHash", lastHash);
    StringBuilder lines = new StringBuilder(Json.line(head)).append('\n');
    for (LedgerEvent event : events) {
      lines.append(Json.line(EventJson.fields(event))).append('\n');
    }
    byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
    ObjectNode hash = Json.object().put(HASH, Digests.sha256(body));
    byte[] begin = (Json.line(hash) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] page = Arrays.copyOf(begin, begin.length + body.length);
    System.arraycopy(body, 0, page, begin.length, body.length);
    return page;
  }

  static LedgerCheckpoint read(byte[] content, Range range) throws MalformedException {
    if (range.first() < 1 || range.size() < 1) {
      throw new MalformedException("its name says that it has no event");
    }
    int begin = Math.min(endOfLine(content, 0) + 1, content.length);
    String hash = JsonFields.of(Json.read(Arrays.copyOf(content, begin))).text(HASH);
    byte[] body = Arrays.copyOfRange(content, begin, content.length);
    String found = Digests.sha256(body);
    if (!found.equals(hash)) {
      throw new MalformedException(
          "its first line says SHA-256 %s, the lines after it have %s".formatted(hash, found));
    }
    int end = endOfLine(body, 0);
    JsonFields head = JsonFields.of(Json.read(Arrays.copyOf(body, end)));
    if (head.smallInteger("schema") != SCHEMA || !head.text("kind").equals(KIND)) {
      throw new MalformedException("it is a page of another kind or schema");
    }
    if (head.integer("first") != range.first() || head.integer("last") != range.last()) {
      throw new MalformedException("it has other events than its name says");
    }
    return new LedgerCheckpoint(
        range, head.text("previous"), head.text("lastHash"), events(body, end + 1, range));
  }

  private static List<LedgerEvent> events(byte[] body, int from, Range range)
      throws MalformedException {
    List<LedgerEvent> events = new ArrayList<>();
    Json.readAll(
        body,
        Math.min(from, body.length),
        object -> {
          LedgerEvent event = EventJson.event(object);
          if (event.stamp().seq() != range.first() + events.size()) {
            throw new MalformedException("its events are not in order");
          }
          events.add(event);
        });
    if (events.size() != range.size()) {
      throw new MalformedException(String.format(Locale.ROOT, "it has %d events", events.size()));
    }
    return events;
  }

  private static int endOfLine(byte[] content, int begin) {
    int end = begin;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    return end;
  }
}
