package dev.almanac.service;

import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelName;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Provenance;
import dev.almanac.core.RunId;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.files.FileStore;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.StagedVersion;
import dev.almanac.registry.VersionFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Versions of a model of the weather, of documents that another library made. */
final class WeatherModels {
  static final ModelName WEATHER = new ModelName("weather");
  static final Instant NOW = Instant.parse("2026-05-05T09:00:00Z");

  /** Every kind of policy, over the fields of the document. */
  static final Signature SIGNATURE =
      new Signature(
          TaskType.BINARY,
          List.of(
              numeric("precipitation", MissingPolicy.REJECT),
              numeric("temp_max", MissingPolicy.REJECT),
              numeric("temp_min", MissingPolicy.REJECT),
              numeric("wind", MissingPolicy.REJECT),
              new Field(
                  "month",
                  FieldType.STRING,
                  Field.Kind.CATEGORICAL,
                  MissingPolicy.REJECT,
                  UnseenPolicy.REJECT,
                  List.of(
                      "Apr", "Aug", "Dec", "Feb", "Jan", "Jul", "Jun", "Mar", "May", "Nov", "Oct",
                      "Sep"))),
          "rain",
          List.of("no", "yes"),
          "yes");

  /** As {@code profile.json} has it, of two inputs. */
  private static final String PROFILE =
      """
      {"schema": 1, "trainRows": 9, "holdoutRows": 0, "forecasts": [], "inputs": [
        {"kind": "numeric", "name": "wind", "rows": 9, "nulls": 1,
         "spread": {"quantiles": {"0.5": 3.5}}},
        {"kind": "categorical", "name": "month", "rows": 9, "nulls": 0,
         "levels": {"Apr": 2, "Jul": 6, "Sep": 1}}]}
      """;

  private WeatherModels() {}

  static Field numeric(String name, MissingPolicy missing) {
    return new Field(
        name, FieldType.DOUBLE, Field.Kind.NUMERIC, missing, UnseenPolicy.REJECT, List.of());
  }

  static byte[] document(String name) {
    try {
      return Files.readAllBytes(Path.of("src/test/resources/foreign", name + ".pmml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelRegistry registry(FileStore store) {
    return new ModelRegistry(store, Clock.fixed(NOW, ZoneOffset.UTC), "ada");
  }

  static ParityCertificate certificate(String form, long flips) {
    return new ParityCertificate(form, "spark", 100, 10, 0, Map.of(), flips, 0, 1e-9, List.of());
  }

  static final List<ParityCertificate> PROVEN =
      List.of(certificate("pmml", 0), certificate("pmml-compiled", 0));

  /** The next version, and the champion. */
  static RegisteredVersion publish(
      ModelRegistry registry,
      int run,
      byte[] pmml,
      Signature signature,
      DecisionSpec decision,
      List<ParityCertificate> parity) {
    RunId runId = new RunId(String.format(Locale.ROOT, "20260505t031500z-%010x", run));
    StagedVersion staged = registry.stage(WEATHER, runId);
    staged.put("model.pmml", pmml);
    staged.put("profile.json", PROFILE.getBytes(StandardCharsets.UTF_8));
    RegisteredVersion version =
        registry.publish(
            staged,
            new VersionFacts(
                signature,
                decision,
                new Evaluation(
                    TaskType.BINARY,
                    100,
                    Map.of(Metric.AUC, 0.9),
                    List.of("no", "yes"),
                    List.of(List.of(50L, 10L), List.of(10L, 30L))),
                List.of(),
                parity,
                new Provenance(
                    runId,
                    LocalDate.parse("2026-05-04"),
                    NOW,
                    "ada",
                    Optional.empty(),
                    List.of(),
                    1_000,
                    100,
                    Map.of(),
                    7,
                    "0".repeat(64),
                    "{}",
                    Map.of(),
                    ""),
                "gbt",
                "whether it rains"));
    registry.moveAlias(
        WEATHER,
        Alias.CHAMPION,
        version.version().number(),
        OptionalInt.empty(),
        "test",
        new RunId(String.format(Locale.ROOT, "20260505t041500z-%010x", run)));
    return version;
  }
}
