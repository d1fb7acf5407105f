package dev.almanac.data;

import java.util.Iterator;
import java.util.function.Function;

/** Iterator that maps the items of a partition and calls an action after the last one. */
public final class MappedIterator<A, B> implements Iterator<B> {
  private final Iterator<A> items;
  private final Function<? super A, ? extends B> map;
  private final Runnable end;
  private boolean ended;

  /**
   * Creates the iterator. Not thread-safe.
   *
   * @param end called once, when there are no more items
   */
  public MappedIterator(Iterator<A> items, Function<? super A, ? extends B> map, Runnable end) {
    this.items = items;
    this.map = map;
    this.end = end;
  }

  @Override
  public boolean hasNext() {
    boolean more = items.hasNext();
    if (!more && !ended) {
      ended = true;
      end.run();
    }
    return more;
  }

  @Override
  public B next() {
    return map.apply(items.next());
  }
}
