package dev.almanac.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a client closes its connection while a request that takes long is worked on: nothing
 * else reads the connection then. A client that closes only its sending side gives its request up,
 * too. Safe for use by many threads.
 */
final class ClientWatch implements Callback {
  private final EndPoint endPoint;
  private final Runnable gone;
  private boolean stopped;
  private boolean hasTaken;

  /**
   * @param gone what is done about it
   */
  ClientWatch(EndPoint endPoint, Runnable gone) {
    this.endPoint = endPoint;
    this.gone = gone;
  }

  /** Begins to watch. */
  void start() {
    // If somebody reads already, it is noticed there.
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
   * Ends the watch; to be called before the answer.
   *
   * @return whether a byte of a next request was taken, so that no request can follow on this
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
