package dev.almanac.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Connector that limits the number of connections, in total and per network address. A connection
 * beyond the limit gets an immediate error response and is closed, so that its client is informed
 * and others do not wait to be accepted.
 */
final class LimitedConnector extends ServerConnector {
  /** Backlog of connections that wait to be accepted. */
  private static final int BACKLOG = 4_096;

  private static final int RECEIVED = 64 << 10;

  private final int limit;
  private final int limitPerAddress;
  private final boolean isPlain;
  private final Metrics metrics;
  private final ConcurrentMap<SocketChannel, String> open = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  LimitedConnector(
      Server server,
      int limit,
      int limitPerAddress,
      Metrics metrics,
      ConnectionFactory... factories) {
    super(server, 1, -1, factories);
    this.limit = limit;
    this.limitPerAddress = limitPerAddress;
    this.isPlain = factories.length == 1;
    this.metrics = metrics;
    setAcceptQueueSize(BACKLOG);
  }

  @Override
  public void accept(int acceptor) throws IOException {
    if (!(getTransport() instanceof ServerSocketChannel listening) || !listening.isOpen()) {
      return;
    }
    SocketChannel channel = listening.accept();
    String address = RawAnswer.address(channel.getRemoteAddress());
    channel.configureBlocking(false);
    if (open.size() >= limit || byAddress.getOrDefault(address, 0) >= limitPerAddress) {
      refuse(channel, address);
      return;
    }
    open.put(channel, address);
    byAddress.merge(address, 1, Integer::sum);
    configure(channel.socket());
    getSelectorManager().accept(channel);
  }

  private void refuse(SocketChannel channel, String address) throws IOException {
    metrics.refused("connection", 503);
    AuditLog.refused(address, "connection", 503);
    try (channel) {
      if (isPlain) {
        channel.write(RawAnswer.of(ApiException.busy("as many connections as may be are open")));
        channel.shutdownOutput();
        // Received bytes are read, so that a reset does not lose the response.
        channel.read(ByteBuffer.allocate(RECEIVED));
      }
    }
  }

  @Override
  protected void onEndPointClosed(EndPoint endPoint) {
    if (endPoint instanceof SocketChannelEndPoint socket) {
      forget(socket.getChannel());
    }
    super.onEndPointClosed(endPoint);
  }

  /** Removes channels that were closed before they became connections. */
  void sweep() {
    for (SocketChannel channel : open.keySet()) {
      if (!channel.isOpen()) {
        forget(channel);
      }
    }
  }

  private void forget(SocketChannel channel) {
    String address = open.remove(channel);
    if (address != null) {
      byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Number of open connections. */
  int openConnections() {
    return open.size();
  }
}
