package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.testing.MadeTable;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.io.BufferedReader;
import java.io.IOException;
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
  void answersWithoutSparkAndStopsWhenAsked() throws Exception {
    publish();
    Process process = start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      StringBuilder told = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        told.append(line);
        if (line.equals("}")) {
          break;
        }
      }
      String address = JSON.readTree(told.toString()).path("address").asText();
      assertThat(address).as(told.toString()).startsWith("http://127.0.0.1:");
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
    MadeTable table =
        new MadeTable(
            site.resolve("warehouse/rain"),
            List.of("day"),
            new StructType().add("day", LongType.LONG).add("prediction", StringType.STRING));
    table.publish(
        LocalDate.parse("2026-05-04"),
        new MadeTable.Made("weather", 1, "run-1", WeatherModels.NOW),
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

  private Process start() throws IOException {
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
    for (String setting :
        List.of(
            "registry.root=" + site.resolve("registry"),
            "warehouse.root=" + site.resolve("warehouse"),
            "log-file=" + site.resolve("serve.log"),
            "serve.audit-file=" + site.resolve("audit.log"),
            "serve.folder=" + site.resolve("serve"),
            "serve.port=0")) {
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
