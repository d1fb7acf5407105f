package dev.almanac.service;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Minimal HTTP response for a connection without a request object. */
final class RawAnswer {
  private RawAnswer() {}

  static ByteBuffer of(ApiException problem) {
    ApiResponse reply = ApiResponse.of(problem);
    HttpFields.Mutable headers = HttpFields.build();
    Headers.put(reply, headers);
    StringBuilder head = new StringBuilder("HTTP/1.1 ");
    head.append(reply.status()).append(' ').append(HttpStatus.getMessage(reply.status()));
    headers.forEach(
        header ->
            head.append("\r\n").append(header.getName()).append(": ").append(header.getValue()));
    byte[] start =
        head.append("\r\nConnection: close\r\n\r\n")
            .toString()
            .getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(start.length + reply.body().length)
        .put(start)
        .put(reply.body())
        .flip();
  }

  /** The IP address of a client. */
  static String address(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : "-";
  }
}
