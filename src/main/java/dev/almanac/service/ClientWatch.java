package dev.almanac.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Detects that a client closes its connection while a long request is processed: nothing else reads
 * the connection then. Closing only the sending side also cancels the request. Thread-safe.
 */
final class ClientWatch implements Callback {
  private final EndPoint endPoint;
  private final Runnable gone;
  private boolean stopped;
  private boolean hasTaken;

  /**
   * @param gone called when the connection is closed
   */
  ClientWatch(EndPoint endPoint, Runnable gone) {
    this.endPoint = endPoint;
    this.gone = gone;
  }

  /** Starts watching. */
  void start() {
    // Another pending read would detect it.
    boolean unused = endPoint.tryFillInterested(this);
  }

  @Override
  public synchronized void succeeded() {
    if (stopped) {
      return;
    }
    try {
      ByteBuffer buffer = BufferUtil.allocate(1);
      int filled = endPoint.fill(buffer);
      hasTaken = filled > 0;
      if (filled < 0) {
        gone.run();
      } else if (filled == 0) {
        start();
      }
    } catch (IOException e) {
      gone.run();
    }
  }

  @Override
  public synchronized void failed(Throwable e) {
    if (!stopped) {
      gone.run();
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /**
   * Stops watching; to be called before the response.
   *
   * @return whether a byte of a next request was consumed, so that no request can follow on this
   *     connection
   */
  synchronized boolean stop() {
    stopped = true;
    if (endPoint instanceof AbstractEndPoint known) {
      known.getFillInterest().onFail(new CancellationException());
    }
    return hasTaken;
  }
}
