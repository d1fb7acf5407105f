package dev.almanac.service;

import dev.almanac.compiled.CompileResult;
import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.forecast.BlockScorer;
import dev.almanac.forecast.EngineSelector;
import dev.almanac.forecast.RowModel;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionArtifacts;
import dev.almanac.registry.VersionFacts;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loaded model version that scores records. Thread-safe. */
final class ServedModel {
  private static final String PMML = "model.pmml";

  private final ModelVersion version;
  private final String engine;
  private final RowModel model;
  private final Records records;
  private final RecordCells.Levels levels;
  private final long estimatedBytes;

  /** A scorer is for one thread at a time, and takes memory. */
  private final Queue<BlockScorer> idle = new ConcurrentLinkedQueue<>();

  private ServedModel(
      ModelVersion version, EngineChoice engine, RowModel model, long estimatedBytes) {
    this.estimatedBytes = estimatedBytes;
    this.version = version;
    this.engine = engine.word();
    this.model = model;
    this.records = new Records(model.signature().inputs());
    this.levels = new RecordCells.Levels(model.signature().inputs(), model.compiled());
  }

  /**
   * Loads a version's document, and compiles it if a parity certificate proves that the compiled
   * form is equivalent to the trained model. Takes time in proportion to the document.
   *
   * @param mostBytes maximum heap usage of the document, as estimated
   * @throws ApiException 503 if the estimate is higher
   * @throws AlmanacException PARITY_FAILED if no form that the service scores has a certificate;
   *     NO_SUCH_VERSION if there is none; ARTIFACT_DAMAGED; STORE_UNAVAILABLE
   */
  static ServedModel load(ModelRegistry registry, RegisteredVersion registered, long mostBytes) {
    VersionArtifacts artifacts = registry.open(registered);
    VersionFacts facts = registered.manifest().facts();
    Set<EngineChoice> available = EnumSet.noneOf(EngineChoice.class);
    if (artifacts.has(PMML)) {
      available.addAll(List.of(EngineChoice.COMPILED, EngineChoice.JPMML));
    }
    EngineChoice chosen =
        EngineSelector.select(EngineChoice.AUTO, facts.parity(), available).engine();
    byte[] content = ModelMemory.read(artifacts, PMML, mostBytes);
    PmmlModel document = PmmlModel.load(content);
    if (chosen == EngineChoice.COMPILED) {
      CompileResult compilation = CompiledModel.compile(document, facts.signature());
      if (compilation instanceof CompileResult.Compiled compiled) {
        return new ServedModel(
            registered.version(),
            chosen,
            RowModel.of(document, compiled.model(), facts.signature(), facts.decision()),
            ModelMemory.estimate(content));
      }
      available.remove(EngineChoice.COMPILED);
      chosen = EngineSelector.select(EngineChoice.AUTO, facts.parity(), available).engine();
    }
    return new ServedModel(
        registered.version(),
        chosen,
        RowModel.of(document, facts.signature(), facts.decision()),
        ModelMemory.estimate(content));
  }

  ModelVersion version() {
    return version;
  }

  String engine() {
    return engine;
  }

  /** The model's heap usage in bytes, estimated from its document. */
  long estimatedBytes() {
    return estimatedBytes;
  }

  /**
   * Result of scoring records.
   *
   * @param results one per record: its forecast, or its reject reason
   */
  record Scored(List<Map<String, Object>> results, int rejects) {}

  /** Starts to parse the records of a request for this model. */
  Records.Reading records() {
    return records.begin();
  }

  /** Scores records. */
  Scored score(RecordRows rows) {
    RecordCells cells = new RecordCells(model.signature().inputs(), levels, rows);
    PredictionCollector collector = new PredictionCollector(model.signature());
    BlockScorer scorer = idle.poll();
    if (scorer == null) {
      scorer = new BlockScorer(model);
    }
    // A scorer that failed is not reused.
    collector.clear(rows.size());
    scorer.score(cells, rows.size(), collector);
    idle.offer(scorer);
    return new Scored(collector.results(), collector.rejects());
  }

  /** The provenance of its predictions. */
  Map<String, Object> receipt(Instant now) {
    return new LinkedHashMap<>(Receipts.onDemand(version, engine, now));
  }
}
