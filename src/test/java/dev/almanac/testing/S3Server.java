package dev.almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;

/**
 * The one S3 server of a test JVM: Adobe's S3Mock, in a process of its own since its libraries are
 * not ours. It starts at the first call and ends with the JVM.
 */
public final class S3Server {
  private static final String BUCKET = "registry";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern STARTED =
      Pattern.compile("Tomcat started on ports? (\\d+) \\(http\\)");

  private static final AtomicInteger ROOTS = new AtomicInteger();

  private S3Server() {}

  /** A location for a registry, with nothing in it. */
  public static String freshRoot() {
    return "s3a://" + BUCKET + "/" + ROOTS.incrementAndGet() + "/registry";
  }

  /** Where it answers. */
  public static String endpoint() {
    return "http://127.0.0.1:" + Holder.PORT;
  }

  /** What a client has to be told to reach the server. */
  public static Map<String, String> client() {
    return client(endpoint());
  }

  /** What a client has to be told to reach another server. */
  public static Map<String, String> client(String endpoint) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.endpoint", endpoint);
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.connection.ssl.enabled", "false");
    // the server takes any
    settings.put("fs.s3a.access.key", "none");
    settings.put("fs.s3a.secret.key", "none");
    return settings;
  }

  /** A client's settings. */
  public static Configuration settings(Map<String, String> client) {
    Configuration settings = new Configuration();
    client.forEach(settings::set);
    // Hadoop would hand out the client that was made first for the bucket, with its settings
    settings.setBoolean("fs.s3a.impl.disable.cache", true);
    return settings;
  }

  /** Started lazily and once, guarded by class initialisation. */
  private static final class Holder {
    private static final int PORT = start();

    private static int start() {
      try {
        Path folder = Files.createTempDirectory("almanac-s3");
        Path log = folder.resolve("server.log");
        Process server =
            new ProcessBuilder(
                    List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx256m",
                        "-jar",
                        System.getProperty("almanac.test.s3mock"),
                        "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                        "--com.adobe.testing.s3mock.store.root=" + folder.resolve("objects"),
                        "--com.adobe.testing.s3mock.httpPort=0",
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--server.ssl.enabled=false",
                        // It looks whether the name is free and then puts the object, in two steps.
                        // S3 does it in one, and so does this with a single worker.
                        "--server.tomcat.threads.max=1",
                        "--server.tomcat.threads.min-spare=1"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
        return port(server, log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static int port(Process server, Path log) throws IOException, InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (server.isAlive() && System.nanoTime() < end) {
        Optional<Integer> port = started(Files.readString(log));
        if (port.isPresent()) {
          return port.get();
        }
        Thread.sleep(100);
      }
      throw new AssertionError("the S3 server did not start:\n" + Files.readString(log));
    }

    /** The bucket is there when the server says that it has started. */
    private static Optional<Integer> started(String log) {
      Matcher port = STARTED.matcher(log);
      return port.find() && log.contains("Started S3MockApplication")
          ? Optional.of(Integer.valueOf(port.group(1)))
          : Optional.empty();
    }

    private static void stop(Process server, Path folder) {
      server.destroyForcibly();
      try {
        server.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!FileUtil.fullyDelete(folder.toFile())) {
        System.err.println("the folder of the S3 server stays behind: " + folder);
      }
    }
  }
}
