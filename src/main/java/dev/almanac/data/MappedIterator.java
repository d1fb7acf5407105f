package dev.almanac.shuffle;

import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;

/** Rows made into something else, one after the other, with something to do at the end. */
final class MappedRows<T> implements Iterator<T> {
  private final Iterator<InternalRow> rows;
  private final Function<InternalRow, T> map;
  private final Runnable end;
  private boolean ended;

  MappedRows(Iterator<InternalRow> rows, Function<InternalRow, T> map) {
    this(rows, map, () -> {});
  }

  /**
   * @param end called once, after the last row
   */
  MappedRows(Iterator<InternalRow> rows, Function<InternalRow, T> map, Runnable end) {
    this.rows = rows;
    this.map = map;
    this.end = end;
  }

  @Override
  public boolean hasNext() {
    boolean more = rows.hasNext();
    if (!more && !ended) {
      ended = true;
      end.run();
    }
    return more;
  }

  @Override
  public T next() {
    return map.apply(rows.next());
  }
}
