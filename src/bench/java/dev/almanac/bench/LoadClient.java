package dev.almanac.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a service over connections that stay open, with little work of its own, since it shares the
 * processors. At a given rate a request that had to wait for the one before counts from when it was
 * due, so a stall is not left out.
 */
final class LoadClient {
  private final String host;
  private final int port;

  LoadClient(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** Requests by number, and what a right answer has in it. */
  interface Questions {
    /** The request, whole. */
    byte[] request(long number);

    /** A part of the body of a right answer. */
    byte[] answer(long number);
  }

  /** What was measured. */
  static final class Measured {
    private final long[] nanos;
    private final long wrong;
    private final double seconds;

    /**
     * @param nanos how long each answer took, ascending
     * @param wrong answers that were not right
     */
    Measured(long[] nanos, long wrong, double seconds) {
      this.nanos = nanos;
      this.wrong = wrong;
      this.seconds = seconds;
    }

    int count() {
      return nanos.length;
    }

    long wrong() {
      return wrong;
    }

    double perSecond() {
      return nanos.length / seconds;
    }

    /** In milliseconds. */
    double percentile(double share) {
      return nanos.length == 0
          ? Double.NaN
          : nanos[(int) Math.min(nanos.length - 1, Math.floor(share * nanos.length))] / 1e6;
    }
  }

  /**
   * Asks until it is told to stop.
   *
   * @param connections each with a thread
   * @param perSecond of all together; 0 for as many as there are answers
   */
  Measured run(Questions questions, int connections, double perSecond, AtomicBoolean over)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    long begun = System.nanoTime();
    try {
      List<Future<One>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int offset = i;
        all.add(
            threads.submit(
                () -> one(questions, offset, connections, perSecond / connections, over)));
      }
      long wrong = 0;
      long[] nanos = new long[0];
      for (Future<One> future : all) {
        One one = future.get();
        wrong += one.wrong;
        int before = nanos.length;
        nanos = Arrays.copyOf(nanos, before + one.nanos.length);
        System.arraycopy(one.nanos, 0, nanos, before, one.nanos.length);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      Arrays.sort(nanos);
      return new Measured(nanos, wrong, seconds);
    } catch (ExecutionException e) {
      throw new IOException("a connection failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What one connection measured. */
  private static final class One {
    private final long[] nanos;
    private final long wrong;

    One(long[] nanos, long wrong) {
      this.nanos = nanos;
      this.wrong = wrong;
    }
  }

  private One one(Questions questions, int offset, int step, double perSecond, AtomicBoolean over)
      throws IOException {
    long[] nanos = new long[1 << 12];
    int count = 0;
    long wrong = 0;
    try (Socket socket = new Socket(host, port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
      long gap = perSecond > 0 ? (long) (1e9 / perSecond) : 0;
      long due = System.nanoTime() + gap * offset / step;
      for (long number = offset; !over.get(); number += step) {
        byte[] request = questions.request(number);
        if (gap > 0) {
          for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
        } else {
          due = System.nanoTime();
        }
        out.write(request);
        byte[] body = body(in);
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = System.nanoTime() - due;
        due += gap;
        if (!contains(body, questions.answer(number))) {
          wrong++;
        }
      }
    }
    return new One(Arrays.copyOf(nanos, count), wrong);
  }

  /** The body of the next answer; empty if it is no 200. */
  private static byte[] body(InputStream in) throws IOException {
    boolean right = line(in).startsWith("HTTP/1.1 200");
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    return right ? body : new byte[0];
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the service hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static boolean contains(byte[] body, byte[] part) {
    for (int i = 0; i <= body.length - part.length; i++) {
      if (Arrays.equals(body, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  static byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
        .formatted(path)
        .getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] post(String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s"
        .formatted(path, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
