package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.Digests;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.testing.TableFixture;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command as a process of its own: it answers, loads no class of Spark, and ends when told to.
 */
class ServeProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECORD =
      "{\"precipitation\":0.0,\"temp_max\":12.8,\"temp_min\":5,\"wind\":4.7,\"month\":\"Jan\"}";

  @TempDir private Path site;

  @Test
  void answersWithoutSparkAndStopsWhenRequested() throws Exception {
    publish();
    Process process = start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String address = address(out);
      while (get(address + "/ready").statusCode() != 200) {
        Thread.sleep(20);
      }
      ask(address);
      assertThat(names(site.resolve("tmp")))
          .as("what a killed process would leave in the temporary folder")
          .noneMatch(name -> name.contains("rocksdb") || name.contains(".so"));
      assertThat(names(site.resolve("serve/_native")))
          .anyMatch(name -> name.startsWith("librocksdbjni"));

      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    try (Stream<String> classes = Files.lines(site.resolve("classes.txt"))) {
      List<String> ofSpark =
          classes
              .filter(line -> line.contains(" org.apache.spark.") || line.contains(" scala."))
              .limit(5)
              .toList();
      assertThat(ofSpark).isEmpty();
    }
    assertThat(Files.readString(site.resolve("audit.log")))
        .contains("client=- from=127.0.0.1 request=findForecast of=rain status=200")
        .contains("request=predict of=weather status=200");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String address(BufferedReader out) throws IOException {
    StringBuilder printed = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      printed.append(line);
      if (line.equals("}")) {
        break;
      }
    }
    String address = JSON.readTree(printed.toString()).path("address").asText();
    assertThat(address).as(printed.toString()).startsWith("http://127.0.0.1:");
    return address;
  }

  @Test
  void keepsSecretsAndAccountsForWhatItRefuses() throws Exception {
    publish();
    String token = "planted-token-5b1f";
    Process process =
        start(
            "serve.clients.dashboard.token-sha256="
                + Digests.sha256(token.getBytes(StandardCharsets.UTF_8)),
            "serve.limits.seconds=1");
    StringBuilder answers = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      URI address = URI.create(address(out));
      String authorized = "Host: localhost\r\nAuthorization: Bearer " + token + "\r\n";
      for (String request :
          List.of(
              "GET /v1/models HTTP/1.1\r\n" + authorized + "Connection: close\r\n\r\n",
              "GET /metrics HTTP/1.1\r\n" + authorized + "Connection: close\r\n\r\n",
              "GET /v1/models/none?token=x HTTP/1.1\r\n" + authorized + "Connection: close\r\n\r\n",
              "GET /v1/models HTTP/1.1\r\n"
                  + authorized.replace("5b1f", "5b1f-no")
                  + "Connection: close\r\n\r\n",
              "POST /v1/models/weather/predict HTTP/1.1\r\n"
                  + authorized
                  + "Content-Type: application/json\r\n"
                  + "Content-Length: 3\r\n"
                  + "Connection: close\r\n\r\n"
                  + "{]}",
              "GET /" + token + " HTTP/1.1\r\n\r\n",
              "GET / HTTP/1.1\r\n" + authorized + "X: " + "x".repeat(20_000) + "\r\n\r\n",
              "GET / HTTP/1.1\r\n" + authorized + "X")) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
          socket.setSoTimeout(20_000);
          socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
          answers.append(
              new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String audit = Files.readString(site.resolve("audit.log"));
    assertThat(audit)
        .contains("client=dashboard from=127.0.0.1 request=listModels of=- status=200")
        .contains("request=listModels of=- status=401")
        .contains("request=predict of=weather status=400")
        .contains("client=- from=127.0.0.1 request=refused of=- status=400")
        .contains("request=refused of=- status=431")
        .contains("request=head of=- status=408");
    assertThat(answers.toString()).contains("almanac_in_flight_bytes", "\"UNAUTHORIZED\"");
    assertThat(audit + answers + Files.readString(site.resolve("serve.log")))
        .doesNotContain("5b1f");
  }

  @Test
  void endsWithACodeOfItsOwnWhenMemoryRunsOut() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OutOfBuffers.class.getName())
            .redirectError(site.resolve("err.txt").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(134);
    assertThat(Files.readString(site.resolve("err.txt"))).contains("out of memory: no buffers");
  }

  /** A process that finds out by itself that memory ran out. */
  static final class OutOfBuffers {
    private OutOfBuffers() {}

    public static void main(String[] args) {
      OutOfMemory.check(new IllegalStateException(new OutOfMemoryError("no buffers")));
    }
  }

  private void publish() {
    WeatherModels.publish(
        WeatherModels.registry(
            FileStores.open(
                site.resolve("registry").toString(), WriterPolicy.MANY, Configuration::new)),
        1,
        WeatherModels.document("sklearn-gbt"),
        WeatherModels.SIGNATURE,
        new DecisionSpec(0.5),
        WeatherModels.PROVEN);
    TableFixture table =
        new TableFixture(
            site.resolve("warehouse/rain"),
            List.of("day"),
            new StructType().add("day", LongType.LONG).add("prediction", StringType.STRING));
    table.publish(
        LocalDate.parse("2026-05-04"),
        new TableFixture.Made("weather", 1, "run-1", WeatherModels.NOW),
        List.of(List.<@Nullable Object[]>of(new Object[] {1L, "yes"})));
  }

  private static void ask(String address) throws IOException, InterruptedException {
    JsonNode forecast = JSON.readTree(get(address + "/v1/forecasts/rain/1").body());
    assertThat(forecast.at("/forecast/prediction").asText()).isEqualTo("yes");
    HttpResponse<String> predicted =
        send(
            HttpRequest.newBuilder(URI.create(address + "/v1/models/weather/predict"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"records\":[" + RECORD + "]}")));
    assertThat(JSON.readTree(predicted.body()).at("/results/0/forecast/prediction").asText())
        .isEqualTo("no");
    assertThat(get(address + "/v1/models/weather").statusCode()).isEqualTo(200);
    assertThat(get(address + "/metrics").statusCode()).isEqualTo(200);
  }

  private Process start(String... more) throws IOException {
    Files.createDirectory(site.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + site.resolve("tmp"),
            "-Xlog:class+load:file=" + site.resolve("classes.txt"),
            "-Dlog4j2.configurationFile=conf/log4j2.properties",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.almanac.app.Main",
            "serve",
            "--json"));
    List<String> settings = new ArrayList<>(List.of(more));
    settings.addAll(
        List.of(
            "registry.root=" + site.resolve("registry"),
            "warehouse.root=" + site.resolve("warehouse"),
            "log-file=" + site.resolve("serve.log"),
            "serve.audit-file=" + site.resolve("audit.log"),
            "serve.folder=" + site.resolve("serve"),
            "serve.port=0"));
    for (String setting : settings) {
      command.addAll(List.of("-D", "almanac." + setting));
    }
    return new ProcessBuilder(command).redirectError(site.resolve("err.txt").toFile()).start();
  }

  private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
