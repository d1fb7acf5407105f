package dev.almanac.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections that send no request, or not the whole head of one, in time. Jetty's idle
 * timeout restarts with each byte. Thread-safe.
 */
final class HeadDeadline implements Connection.Listener {
  private final long nanos;
  private final Metrics metrics;
  private final Map<Connection, State> states = new ConcurrentHashMap<>();

  /** State of a connection. */
  private static final class State {
    private volatile boolean inRequest;
    private volatile boolean isNew = true;

    /** The opening of the connection, or the end of the last response. */
    private volatile long idleSince = System.nanoTime();

    /** Number of bytes of earlier requests. */
    private volatile long bytesBefore;

    /** When a byte of the next head was first seen; 0 if none was. */
    private long headSince;
  }

  /**
   * @param nanos time for a head from its first byte; for the first head and the TLS handshake
   *     before it, from the opening of the connection
   */
  HeadDeadline(long nanos, Metrics metrics) {
    this.nanos = nanos;
    this.metrics = metrics;
  }

  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof SslConnection)) {
      states.put(connection, new State());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    states.remove(connection);
  }

  /** The head of a request is complete. */
  void began(Request request) {
    State state = states.get(request.getConnectionMetaData().getConnection());
    if (state != null) {
      state.inRequest = true;
    }
  }

  /** The response to a request is complete. */
  void ended(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    State state = states.get(connection);
    if (state != null) {
      state.isNew = false;
      state.bytesBefore = connection.getBytesIn();
      state.headSince = 0;
      state.idleSince = System.nanoTime();
      state.inRequest = false;
    }
  }

  /** Closes connections whose deadline has passed. */
  void sweep() {
    long now = System.nanoTime();
    states.forEach(
        (connection, state) -> {
          if (!state.inRequest && isOver(connection, state, now)) {
            end(connection, state);
          }
        });
  }

  private boolean isOver(Connection connection, State state, long now) {
    if (state.isNew) {
      return now - state.idleSince > nanos;
    }
    if (connection.getBytesIn() == state.bytesBefore) {
      return now - state.idleSince > nanos;
    }
    if (state.headSince == 0) {
      state.headSince = now;
    }
    return now - state.headSince > nanos;
  }

  private void end(Connection connection, State state) {
    EndPoint endPoint = connection.getEndPoint();
    if (connection.getBytesIn() == state.bytesBefore) {
      endPoint.close();
      return;
    }
    metrics.refused("head", 408);
    AuditLog.refused(RawAnswer.address(endPoint.getRemoteSocketAddress()), "head", 408);
    endPoint.write(
        Callback.from(endPoint::close, e -> endPoint.close()),
        RawAnswer.of(
            new ApiException(
                408, "TOO_SLOW", "the head of the request did not come in whole in time.")));
  }
}
