package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that goes while its request is worked on is noticed, and one that stays is not hurt. */
class ClientWatchTest {
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final CountDownLatch gone = new CountDownLatch(1);

  /** Answers the requests that wait, one for each. */
  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(10);

  @BeforeEach
  void start() throws Exception {
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            ClientWatch watch =
                new ClientWatch(
                    request.getConnectionMetaData().getConnection().getEndPoint(), gone::countDown);
            watch.start();
            waiting.add(
                () -> {
                  if (watch.stop()) {
                    response.getHeaders().put(HttpHeader.CONNECTION, "close");
                  }
                  response.write(
                      true, ByteBuffer.wrap("done".getBytes(StandardCharsets.US_ASCII)), callback);
                });
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void noticesAClientThatCloses() throws Exception {
    Socket socket = send(REQUEST);
    Runnable answer = waiting.take();
    socket.close();
    gone.await();
    answer.run();
  }

  @Test
  void letsAConnectionBeUsedAgain() throws Exception {
    try (Socket socket = send(REQUEST)) {
      for (int i = 0; i < 3; i++) {
        waiting.take().run();
        assertThat(answer(socket.getInputStream())).endsWith("done").doesNotContain("close");
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      }
      waiting.take().run();
    }
    assertThat(gone.getCount()).isEqualTo(1);
  }

  @Test
  void closesAConnectionWhoseNextRequestCameTooEarly() throws Exception {
    try (Socket socket = send(REQUEST)) {
      Runnable answer = waiting.take();
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      while (connector.getConnectedEndPoints().stream()
          .allMatch(
              endPoint ->
                  ((org.eclipse.jetty.io.AbstractEndPoint) endPoint)
                      .getFillInterest()
                      .isInterested())) {
        Thread.onSpinWait();
      }
      answer.run();
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).startsWith("HTTP/1.1 200").contains("Connection: close").endsWith("done");
    }
  }

  private Socket send(String request) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String answer(InputStream in) throws Exception {
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("done")) {
      answer.append((char) in.read());
    }
    return answer.toString();
  }
}
