package dev.almanac.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Many connections to a service on the loopback, held by one thread, for what no HTTP library does.
 * Each may come from an address of its own (127.0.0.x).
 */
public final class HostileClients implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final int port;
  private final List<Socket> sockets = new ArrayList<>();

  /**
   * @param port of the service
   */
  public HostileClients(int port) {
    this.port = port;
  }

  /** The head of a POST of JSON. */
  public static String post(String path, String headers) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + headers
        + "\r\n";
  }

  /** A POST of JSON, whole. */
  public static String postAll(String path, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return post(path, "Connection: close\r\nContent-Length: " + length + "\r\n") + body;
  }

  /** A GET, whole. */
  public static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  /**
   * Opens connections and sends something on each.
   *
   * @param host the last number of the address that they come from: 127.0.0.host
   */
  public void open(int count, int host, String bytes) throws IOException {
    byte[] sent = bytes.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < count; i++) {
      Socket socket =
          new Socket(
              InetAddress.getLoopbackAddress(),
              port,
              InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}),
              0);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      sockets.add(socket);
      send(socket, sent);
    }
  }

  /** Sends something more on each connection; one that was closed meanwhile is passed over. */
  public void send(String bytes) {
    byte[] sent = bytes.getBytes(StandardCharsets.UTF_8);
    sockets.forEach(socket -> send(socket, sent));
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // The service closed it; what it answered can be read all the same.
    }
  }

  /** Ends what is sent on each connection; answers can still be read. */
  public void halfClose() throws IOException {
    for (Socket socket : sockets) {
      socket.shutdownOutput();
    }
  }

  /**
   * Reads what came on each connection until the service closes it, and closes all.
   *
   * @return connections by the status of the answer; 0 where there was none, -1 where it was cut
   */
  public Map<Integer, Integer> answers() throws IOException {
    Map<Integer, Integer> answers = new TreeMap<>();
    for (Socket socket : sockets) {
      answers.merge(status(socket), 1, Integer::sum);
    }
    close();
    return answers;
  }

  private static int status(Socket socket) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        all.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // What came before counts.
    }
    String answer = all.toString(StandardCharsets.UTF_8);
    if (answer.isEmpty()) {
      return 0;
    }
    return answer.startsWith("HTTP/1.1 ") && answer.endsWith("}")
        ? Integer.parseInt(answer.substring(9, 12))
        : -1;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }
}
