package dev.almanac.service;

/** A request in its lane's queue: its route's handler, and its memory. */
final class Work implements WorkQueue.Task {
  /**
   * Ratio of the size of parsed objects to that of the body: the shortest field of a record takes 8
   * bytes of JSON and about 50 bytes of memory as a text, and 8 as a number.
   */
  private static final int EXPANSION = 7;

  private final Exchange exchange;
  private final Route.Handler handler;
  private final ApiRequest call;
  private final Lane lane;
  private final MemoryBudget budget;

  Work(Exchange exchange, Route.Handler handler, ApiRequest call, Lane lane, MemoryBudget budget) {
    this.exchange = exchange;
    this.handler = handler;
    this.call = call;
    this.lane = lane;
    this.budget = budget;
  }

  @Override
  public String client() {
    return exchange.client();
  }

  @Override
  public boolean prepare(boolean alone) {
    if (lane != Lane.LARGE_BATCH) {
      return true;
    }
    long bytes = EXPANSION * call.body().size();
    if (alone) {
      budget.take(bytes);
    } else if (!budget.reserve(bytes)) {
      return false;
    }
    exchange.holds(bytes);
    return true;
  }

  @Override
  public void run() {
    if (exchange.isCancelled()) {
      drop();
      return;
    }
    try {
      exchange.answer(handler.handle(call));
    } catch (RuntimeException | Error e) {
      exchange.fail(e);
    }
  }

  @Override
  public boolean isCancelled() {
    return exchange.isCancelled();
  }

  @Override
  public void drop() {
    exchange.fail(ApiException.busy("the request waited too long for others of its kind"));
  }
}
